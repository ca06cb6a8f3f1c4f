using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Orleans.Muc.Host.Logging;

/// <summary>The log on the console, and what else is said there.</summary>
internal static partial class ConsoleLog
{
    private const string Time = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static void UseFormat(this ILoggingBuilder logging, LogFormat format)
    {
        if (format == LogFormat.Json)
            logging.AddJsonConsole(json => (json.UseUtcTimestamp, json.TimestampFormat, json.IncludeScopes) = (true, Time, false));
    }

    /// <summary>Says the lines of the greeting: to people as they are, to machines as entries of the log, so that every line is one.</summary>
    public static void Say(this IServiceProvider services, IEnumerable<string> lines, LogFormat format)
    {
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Greeting).Namespace!);
        foreach (var line in lines)
        {
            if (format == LogFormat.Json)
                Said(log, line);
            else
                Console.WriteLine(line);
        }
    }

    [LoggerMessage(LogLevel.Information, "{Line}")]
    private static partial void Said(ILogger log, string line);
}
