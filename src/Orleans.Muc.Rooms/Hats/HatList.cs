using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>The hats of a room and who wears them, present or not.</summary>
public sealed class HatList
{
    private readonly List<Hat> hats = [];
    private readonly Dictionary<Jid, ImmutableArray<string>> worn = [];

    /// <summary>The hats there are, oldest first.</summary>
    public IReadOnlyList<Hat> Hats => hats;

    /// <summary>Everybody who wears any, in no particular order.</summary>
    public IEnumerable<HatWearer> Wearers => worn.Select(entry => new HatWearer(entry.Key, entry.Value));

    /// <summary>How many times a hat is worn.</summary>
    internal int Worn { get; private set; }

    /// <summary>XEP-0317 §2: another for every other list.</summary>
    internal string Hash
    {
        get
        {
            var text = new StringBuilder();
            foreach (var hat in hats)
                text.AppendJoin('\n', hat.Uri, hat.Title, hat.Hue, hat.Lang).Append('\n');
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
        }
    }

    /// <summary>The ids of what somebody wears, in the order they were given.</summary>
    public ImmutableArray<string> WornBy(Jid bareJid) => worn.TryGetValue(bareJid, out var ids) ? ids : [];

    internal Hat? Find(string uri) => hats.Find(hat => hat.Uri == uri);

    internal IEnumerable<Hat> Of(Jid bareJid) => WornBy(bareJid).Select(id => hats.Find(hat => hat.Id == id)!);

    /// <summary>What a presence shows of somebody's hats: nothing, or one <c>hats</c> element.</summary>
    internal Payload Shown(Jid bareJid) =>
        worn.ContainsKey(bareJid) ? Payload.Of(new Element("hats", Ns.Hats).Add(Of(bareJid).Select(hat => hat.ToElement()))) : Payload.Empty;

    internal IEnumerable<Jid> WearersOf(string id) => worn.Where(entry => entry.Value.Contains(id)).Select(entry => entry.Key);

    /// <summary>A hat is made, or looks otherwise from now on.</summary>
    internal void Put(Hat hat)
    {
        var at = hats.FindIndex(other => other.Id == hat.Id);
        if (at < 0)
            hats.Add(hat);
        else
            hats[at] = hat;
    }

    /// <summary>A hat is gone, from every head.</summary>
    internal void Remove(string id)
    {
        hats.RemoveAll(hat => hat.Id == id);
        foreach (var wearer in WearersOf(id).ToArray())
            Put(new HatWearer(wearer, WornBy(wearer)));
    }

    /// <summary>What somebody wears from now on; ids of no hat are those of one that was destroyed.</summary>
    internal void Put(HatWearer wearer)
    {
        Worn -= WornBy(wearer.Jid).Length;
        var left = wearer.Hats.RemoveAll(id => !hats.Exists(hat => hat.Id == id));
        Worn += left.Length;
        if (left.IsEmpty)
            worn.Remove(wearer.Jid);
        else
            worn[wearer.Jid] = left;
    }

    internal void Clear()
    {
        hats.Clear();
        worn.Clear();
        Worn = 0;
    }
}
