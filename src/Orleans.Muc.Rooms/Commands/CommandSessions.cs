using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>
/// Sessions of commands (XEP-0050 §3.3). An id is sealed with the room's key and says itself to whom it was given, for which command and when: forms that
/// lie open cost the room nothing, and it takes them back when it has moved in between. Which sessions have ended is known for as long as the room is in memory.
/// </summary>
internal sealed class CommandSessions
{
    /// <summary>Sessions that ended and are remembered.</summary>
    private const int MostEnded = 1_000;

    private const int StampBytes = 16;
    private const int SealBytes = 16;

    /// <summary>How long a form may lie open.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    private readonly Dictionary<string, (string Session, long Counter)> ended = new(StringComparer.Ordinal);
    private readonly Queue<string> oldest = new();

    public static string Begin(Room room, RunCommand request, Moment moment)
    {
        var id = new byte[StampBytes + SealBytes];
        BinaryPrimitives.WriteInt64BigEndian(id, moment.Now.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteUInt64BigEndian(id.AsSpan(8), moment.Chance.Next());
        Seal(room, request, id.AsSpan(0, StampBytes)).CopyTo(id, StampBytes);
        return Base64Url.EncodeToString(id);
    }

    /// <summary>Why a request may not go on with the session it names; null when it may, or names none.</summary>
    public StanzaError? Refusal(Room room, RunCommand request, DateTimeOffset now)
    {
        if (request.CommandSession is not { } text)
            return null;
        Span<byte> id = stackalloc byte[StampBytes + SealBytes];
        if (text.Length != Base64Url.GetEncodedLength(id.Length) || Base64Url.DecodeFromChars(text, id, out _, out _) != OperationStatus.Done
            || !CryptographicOperations.FixedTimeEquals(id[StampBytes..], Seal(room, request, id[..StampBytes])))
            return CommandErrors.BadSession();
        if (now - DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(id)) > Life)
            return CommandErrors.SessionExpired();

        // A call whose answer got lost is made again, and gets its answer.
        return ended.TryGetValue(text, out var by) && by != (request.By.Session, request.Counter) ? CommandErrors.SessionExpired() : null;
    }

    public void End(RunCommand request)
    {
        if (request.CommandSession is not { } id || !ended.TryAdd(id, (request.By.Session, request.Counter)))
            return;
        oldest.Enqueue(id);
        if (oldest.Count > MostEnded)
            ended.Remove(oldest.Dequeue());
    }

    public void Clear()
    {
        ended.Clear();
        oldest.Clear();
    }

    /// <summary>The zeros keep it apart from everything else that is sealed with this key: no JID has one.</summary>
    private static byte[] Seal(Room room, RunCommand request, ReadOnlySpan<byte> stamp)
    {
        byte[] said = [.. Encoding.UTF8.GetBytes($"\0command\0{request.By.FullJid}\0{request.Node}\0"), .. stamp];
        return HMACSHA256.HashData(room.OccupantIdKey, said)[..SealBytes];
    }
}
