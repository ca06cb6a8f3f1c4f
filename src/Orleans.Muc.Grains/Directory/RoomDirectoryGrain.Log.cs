using Microsoft.Extensions.Logging;

namespace Orleans.Muc.Grains.Directory;

internal sealed partial class RoomDirectoryGrain
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The room directory of {Service} could not be written and will be tried again.")]
    private partial void LogNotWritten(string service, Exception fault);
}
