using System.Reflection;
using System.Text;

namespace Orleans.Muc.Xmpp;

/// <summary>Text made of UTF-8 without allocation when it is one of the names, namespaces or values that XMPP uses all the time.</summary>
internal static class XmlNames
{
    private const int MaxKnownBytes = 64;
    private const int Slots = 2048;

    private static readonly string[] Names =
    [
        "message", "presence", "iq", "body", "subject", "thread", "x", "query", "item", "error", "text", "show", "status", "priority", "c",
        "active", "composing", "paused", "inactive", "gone", "delay", "stanza-id", "origin-id", "occupant-id", "history", "password", "actor",
        "reason", "destroy", "invite", "decline", "continue", "field", "value", "option", "required", "title", "instructions", "ping", "vCard",
        "photo", "nick", "replace", "received", "request", "markable", "displayed", "reactions", "reaction", "reply", "fallback", "retract",
        "apply-to", "moderate", "store", "no-store", "no-copy", "no-permanent-store", "encryption", "encrypted", "header", "payload", "key",
        "idle", "bind", "resource", "jid", "session", "auth", "response", "starttls", "r", "a", "enable", "resume", "enabled", "register",
        "registered", "username", "remove", "set", "max", "before", "after", "fin", "result", "forwarded", "stream", "features", "html", "set",
        "groupchat", "chat", "normal", "headline", "get", "unavailable", "subscribe", "subscribed", "unsubscribe", "unsubscribed", "probe",
        "away", "xa", "dnd", "id", "type", "to", "from", "var", "node", "ver", "hash", "sha-1", "sha-256", "lang", "role", "affiliation",
        "moderator", "participant", "visitor", "none", "owner", "admin", "member", "outcast", "stamp", "by", "code", "name", "category",
        "identity", "feature", "submit", "form", "cancel", "label", "hidden", "boolean", "text-single", "text-multi", "list-single",
        "list-multi", "jid-multi", "FORM_TYPE", "true", "false", "0", "1", "1.0", "en", "de", "mechanism", "SCRAM-SHA-1", "SCRAM-SHA-256", "PLAIN",
    ];

    private static readonly (byte[] Utf8, string Text)[] Table = Build();

    public static string Get(ReadOnlySpan<byte> utf8) => Find(utf8) ?? (utf8.IsEmpty ? "" : Encoding.UTF8.GetString(utf8));

    /// <summary>The text when it is a known one, otherwise null. None that is known holds anything to decode.</summary>
    public static string? Find(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is > 0 and <= MaxKnownBytes)
            for (var slot = Slot(utf8); Table[slot].Utf8 is { } known; slot = (slot + 1) % Slots)
                if (utf8.SequenceEqual(known))
                    return Table[slot].Text;
        return null;
    }

    private static int Slot(ReadOnlySpan<byte> utf8)
    {
        var last = utf8.Length - 1;
        var hash = (((uint)utf8.Length * 31 + utf8[0]) * 31 + utf8[last / 2]) * 31 + utf8[last * 3 / 4];
        hash = (hash * 31 + utf8[last]) * 0x9E3779B1u;
        return (int)((hash ^ (hash >> 15)) % Slots);
    }

    private static (byte[] Utf8, string Text)[] Build()
    {
        var table = new (byte[] Utf8, string Text)[Slots];
        var namespaces = typeof(Ns).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);
        foreach (var text in Names.Concat(namespaces).Distinct())
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            if (utf8.Length > MaxKnownBytes)
                continue;
            var slot = Slot(utf8);
            while (table[slot].Utf8 is not null)
                slot = (slot + 1) % Slots;
            table[slot] = (utf8, string.Intern(text));
        }

        return table;
    }
}
