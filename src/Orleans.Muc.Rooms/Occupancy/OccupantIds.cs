using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>Occupant ids (XEP-0421): the same for a user in a room always, different in every room, and telling nothing of who it is.</summary>
internal static class OccupantIds
{
    public const int KeyBytes = 32;

    public static string Of(Jid bareJid, byte[] key) => Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(bareJid.ToString())));
}
