using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Storage.Tests;

/// <summary>What a grain holds of its state, as Orleans hands it to a storage.</summary>
internal sealed class StoredState<T> : IGrainState<T>
    where T : new()
{
    public T? State { get; set; } = new();

    public string? ETag { get; set; }

    public bool RecordExists { get; set; }
}

/// <summary>A state with something of everything that the product's states hold.</summary>
internal sealed record Notebook
{
    public string Title { get; init; } = "";

    public long Pages { get; init; }

    public byte[] Ink { get; init; } = [];

    public DateTimeOffset? Begun { get; init; }

    public Jid? Owner { get; init; }

    public Nick? Nick { get; init; }

    public StanzaId? Last { get; init; }

    public Dictionary<string, string[]> Words { get; init; } = [];

    public Dictionary<Jid, int> Readers { get; init; } = [];
}
