using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Orleans.Muc.LocalStorage.Sqlite;

/// <summary>Indexes the words of messages that are older than the index, beside everything else: the service starts at once, and searches find more as it goes on. A stop loses no portion.</summary>
internal sealed partial class WordIndexing(SqliteDatabase database, ILogger<WordIndexing> log) : BackgroundService
{
    /// <summary>Between two portions, so that most of the writer's time is for others.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Messages between two lines of the log.</summary>
    private const int Told = 20_000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Go(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // The service goes on without, and the next start tries again.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogFailed(fault);
        }
    }

    private async Task Go(CancellationToken stopping)
    {
        var (done, told) = (0L, 0L);
        while (await database.IndexOlderWords(stopping) is { } count)
        {
            if (done == 0)
                LogBegun();
            done += count;
            if (done - told >= Told)
                LogProgress(told = done);
            await Task.Delay(Pause, stopping);
        }

        if (done > 0)
            LogDone(done);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Messages that were stored before there was full text search are being indexed; until that has ended a search does not find all of them.")]
    private partial void LogBegun();

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} older messages have been looked through for full text search.")]
    private partial void LogProgress(long count);

    [LoggerMessage(Level = LogLevel.Information, Message = "All older messages, {Count} since the start, are found by full text search now.")]
    private partial void LogDone(long count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Older messages could not all be indexed for full text search; the next start goes on with it.")]
    private partial void LogFailed(Exception fault);
}
