using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Grains.Directory;

/// <summary>A room of the catalogue: what is stored of it, how many are inside, and its texts as they are searched.</summary>
internal sealed class CataloguedRoom(DirectoryEntry entry)
{
    private string? name;
    private string? description;
    private string? address;
    private FoundChannel? found;
    private int? occupants;

    public DirectoryEntry Entry => entry;

    /// <summary>Null until the room has told it.</summary>
    public int? Occupants
    {
        get => occupants;
        set
        {
            occupants = value;
            found = null;
        }
    }

    public FoundChannel Found => found ??= new FoundChannel
    {
        Room = Jid.Parse(entry.Room),
        Name = entry.Name,
        Description = entry.Description,
        Language = entry.Language,
        Occupants = Occupants,
        IsOpen = entry.IsOpen,
        IsNonAnonymous = entry.IsNonAnonymous,
    };

    /// <summary>Whether it has every word in one of the texts, and is inhabited as asked.</summary>
    public bool Matches(ChannelQuery query)
    {
        if ((Occupants ?? 0) < query.LeastOccupants)
            return false;
        foreach (var word in query.Words)
            if (!Has(word, query.In))
                return false;
        return true;
    }

    private bool Has(string word, SearchedText searched) =>
        (searched.HasFlag(SearchedText.Name) && (name ??= Folded(entry.Name)).Contains(word, StringComparison.Ordinal))
        || (searched.HasFlag(SearchedText.Address) && (address ??= Folded(entry.Room)).Contains(word, StringComparison.Ordinal))
        || (searched.HasFlag(SearchedText.Description) && (description ??= Folded(entry.Description)).Contains(word, StringComparison.Ordinal));

#pragma warning disable CA1308 // Lower case is what the words are in.
    private static string Folded(string? text) => text?.ToLowerInvariant() ?? "";
#pragma warning restore CA1308
}
