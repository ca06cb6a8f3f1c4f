using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Grains.Users;

/// <summary>Where a stanza came from: a call that is repeated, because its answer was lost, has the same one, and no other call has.</summary>
/// <param name="Source">A session, a room's epoch, or an activation of a user: whoever counts.</param>
/// <param name="Counter">At least 1.</param>
/// <param name="IsRepeated">Whether the call has been made before: only then is it worth looking for what the first attempt has left behind.</param>
internal readonly record struct Origin(string Source, long Counter, bool IsRepeated)
{
    /// <summary>Null when whoever called does not count.</summary>
    public static Origin? Of(string source, long counter, bool isRepeated) => counter == 0 ? null : new Origin(source, counter, isRepeated);

    /// <summary>
    /// What stands for it in one account: 64 bits of a hash, and in the archive the random part of the message's id. Both sides of a talk have another one, since nobody is to learn what another
    /// archive calls a message (XEP-0313 §3.5).
    /// </summary>
    public ulong MarkFor(Jid account)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{account}\n{Source}\n{Counter}");
        return BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}

/// <summary>The marks of the last origins that an activation has taken.</summary>
internal sealed class TakenOrigins
{
    /// <summary>Calls are repeated within some 15 s; nobody is sent more in that time than this, but for a flood.</summary>
    public const int Remembered = 1_000;

    private readonly HashSet<ulong> _known = [];
    private readonly Queue<ulong> _order = new();

    public bool Has(ulong mark) => _known.Contains(mark);

    public void Add(ulong mark)
    {
        if (!_known.Add(mark))
            return;
        _order.Enqueue(mark);
        if (_order.Count > Remembered)
            _known.Remove(_order.Dequeue());
    }
}
