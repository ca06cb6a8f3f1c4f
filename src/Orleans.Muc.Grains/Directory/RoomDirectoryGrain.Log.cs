using Microsoft.Extensions.Logging;

namespace Orleans.Muc.Grains.Directory;

internal sealed partial class RoomDirectoryGrain
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The room directory of {Service} could not be written and will be tried again.")]
    private partial void LogNotWritten(string service, Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The temporary room {Room} could not be woken to see whether it is over.")]
    private partial void LogNotSwept(string room, Exception fault);
}
