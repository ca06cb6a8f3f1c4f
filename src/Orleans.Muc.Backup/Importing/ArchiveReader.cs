using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Orleans.Muc.Abstractions.Archives;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Backup.Importing;

/// <summary>A message of an archive (XEP-0227 §4.11).</summary>
/// <param name="Id">As it is written; other servers have other ids.</param>
/// <param name="At">When; null when that is not said.</param>
/// <param name="Xml">The stanza; null when there is none.</param>
internal readonly record struct ArchivedResult(string Id, DateTimeOffset? At, string? Xml)
{
    public static ArchivedResult Read(Source result)
    {
        var (id, at, xml) = (result.Need("id"), (DateTimeOffset?)null, (string?)null);
        foreach (var forwarded in result.Children())
        {
            if (!forwarded.Is("forwarded", Names.Forward))
            {
                forwarded.Pass();
                continue;
            }

            foreach (var child in forwarded.Children())
            {
                if (child.Is("message", Names.Client))
                {
                    xml = child.Whole();
                    continue;
                }

                if (child.Is("delay", Names.Delay) && DateTimeOffset.TryParse(child["stamp"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var stamp))
                    at = stamp;
                child.Pass();
            }
        }

        return new ArchivedResult(id, at, xml);
    }

    /// <summary>
    /// The type by which it is for no account's archive; null when it may be in one. As <see cref="Orleans.Muc.Users.Keeping"/> has it, which holds a headline only for its <c>store</c> hint or as a retraction.
    /// </summary>
    public string? UnkeptType()
    {
        if (Xml is null)
            return null;
        var message = XElement.Parse(Xml);
        return message.Attribute("type")?.Value switch
        {
            "headline" when message.Element(XName.Get("store", Ns.Hints)) is null && message.Element(XName.Get("retract", Ns.Retraction)) is null => "headline",
            "groupchat" => "groupchat",
            "error" => "error",
            _ => null,
        };
    }

    /// <summary>What full text finds it by: its bodies, in whatever languages it has them.</summary>
    public string? Text()
    {
        var bodies = XElement.Parse(Xml!).Elements(XName.Get("body", Names.Client)).Select(body => body.Value).Where(body => body.Length > 0).ToList();
        return bodies.Count == 0 ? null : string.Join('\n', bodies);
    }
}

/// <summary>The archive of an account, stored in portions.</summary>
internal sealed class ArchiveReader(BackupStores stores, Tally tally)
{
    private const int Portion = 500;
    private const int PortionBytes = 1 << 20;

    private readonly List<ArchivedMessage> _messages = [];
    private int _bytes;
    private StanzaId? _last;

    public async Task Read(Source archive, Jid account, CancellationToken cancellation)
    {
        foreach (var child in archive.Children())
        {
            if (!child.Is("result", Names.Mam))
            {
                tally.LeaveOut($"<{child.Name} xmlns='{child.Namespace}'/>");
                child.Pass();
                continue;
            }

            var with = child.Own("with");
            var result = ArchivedResult.Read(child);
            if (result.UnkeptType() is { } type)
                tally.LeaveOut($"archived message of type {type}");
            else if (Message(result, with, account) is { } message)
                await Add(message, account, cancellation);
            else
                tally.LeaveOut("archived message without a time or addresses");
        }

        await Flush(account, cancellation);
    }

    private ArchivedMessage? Message(ArchivedResult result, string? with, Jid account)
    {
        if (result.Xml is not { } xml || Id(result) is not { } id || Other(xml, with, account) is not { } other)
            return null;
        _last = id;
        // XEP-0359 §3 rule 2: what the account's former server called it.
        var (head, tail) = StanzaXml.Cut(StanzaXml.WithoutIdsBy(account, xml));
        return new ArchivedMessage(id, other, head, tail) { Text = stores.Archives.HasFullText ? result.Text() : null };
    }

    /// <summary>
    /// Another server's id becomes one of ours by its time; the same document gives the same ids each time. An id is ours when it says the time of its message: others have 32 hex digits, too.
    /// </summary>
    private StanzaId? Id(ArchivedResult result)
    {
        if (result.At is not { } at)
            return null;
        if (StanzaId.TryParse(result.Id, out var own) && own.At.ToUnixTimeMilliseconds() == at.ToUnixTimeMilliseconds())
            return own;
        return StanzaId.Next(_last, at, BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(result.Id))));
    }

    private static Jid? Other(string xml, string? with, Jid account)
    {
        if (with is null)
        {
            var message = XElement.Parse(xml);
            var isOwn = Jid.TryParse(message.Attribute("from")?.Value, out var from) && from.Bare == account;
            with = isOwn ? message.Attribute("to")?.Value : from?.ToString();
        }

        return Jid.TryParse(with, out var other) ? other : null;
    }

    private async Task Add(ArchivedMessage message, Jid account, CancellationToken cancellation)
    {
        _messages.Add(message);
        _bytes += message.Head.Length + message.Tail.Length;
        tally.AddMessage();
        if (_messages.Count == Portion || _bytes > PortionBytes)
            await Flush(account, cancellation);
    }

    private async Task Flush(Jid account, CancellationToken cancellation)
    {
        if (_messages.Count > 0)
            await stores.Archives.Append(account, [.. _messages], cancellation);
        _messages.Clear();
        _bytes = 0;
    }
}
