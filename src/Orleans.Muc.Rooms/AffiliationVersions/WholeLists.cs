using System.Collections.Immutable;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>The present version of an affiliation list as it is sent whole: put in order and encoded once for all who read the same of it.</summary>
internal sealed class WholeLists
{
    private readonly Dictionary<ListsRead, ImmutableArray<EncodedStanza>> encoded = [];

    public ImmutableArray<EncodedStanza> Of(ListReader reader, Func<ListReader, ImmutableArray<EncodedStanza>> encode)
    {
        if (!encoded.TryGetValue(reader.Lists, out var parts))
            encoded.Add(reader.Lists, parts = encode(reader));
        return parts;
    }

    /// <summary>The version is another from now on, or the room.</summary>
    public void Forget() => encoded.Clear();
}
