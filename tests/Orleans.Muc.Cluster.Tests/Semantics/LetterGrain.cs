namespace Orleans.Muc.Cluster.Tests.Semantics;

/// <summary>Crosses a call; what has no [Id] stays behind.</summary>
[GenerateSerializer]
internal sealed class Letter
{
    [Id(0)]
    public List<string> Lines { get; set; } = [];

    [field: NonSerialized]
    public string? Margin { get; set; }
}

[GenerateSerializer]
internal sealed record Envelope(string To, int[] Stamps);

[GenerateSerializer, Immutable]
internal sealed record Seal([property: Id(0)] string Crest);

/// <summary>Knows nothing of grains.</summary>
internal sealed class Portrait(string sitter)
{
    public string Sitter => sitter;
}

[GenerateSerializer]
internal struct PortraitSurrogate
{
    [Id(0)]
    public string Sitter;
}

[RegisterConverter]
internal sealed class PortraitConverter : IConverter<Portrait, PortraitSurrogate>
{
    public Portrait ConvertFromSurrogate(in PortraitSurrogate surrogate) => new(surrogate.Sitter);

    public PortraitSurrogate ConvertToSurrogate(in Portrait value) => new() { Sitter = value.Sitter };
}

[GenerateSerializer]
internal sealed class BanishedException(string message, string from) : Exception(message)
{
    [Id(0)]
    public string From { get; private set; } = from;
}

internal interface IPostGrain : IGrainWithStringKey
{
    Task Take(Letter letter);

    Task<Letter> Last();

    Task TakeBytes(byte[] bytes, ReadOnlyMemory<byte> memory);

    Task<byte[][]> LastBytes();

    Task<bool> IsTheSame([Immutable] Letter letter, Seal seal);

    Task<Envelope> Readdress(Envelope envelope, string to);

    Task<Portrait> Show(Portrait portrait);

    Task<Dictionary<string, object>> Mixed(Dictionary<string, object> items);

    Task<IPostGrain> Forward(IPostGrain next);

    Task Banish(string from);
}

internal sealed class PostGrain : Grain, IPostGrain
{
    private Letter _last = new();
    private byte[][] _bytes = [];

    /// <summary>What the sender of the test holds, to compare by reference.</summary>
    public static object?[] Sent { get; set; } = [];

    public Task Take(Letter letter)
    {
        _last = letter;
        return Task.CompletedTask;
    }

    public Task<Letter> Last() => Task.FromResult(_last);

    public Task TakeBytes(byte[] bytes, ReadOnlyMemory<byte> memory)
    {
        _bytes = [bytes, memory.ToArray()];
        return Gates.Pass("bytes");
    }

    public Task<byte[][]> LastBytes() => Task.FromResult(_bytes);

    public Task<bool> IsTheSame(Letter letter, Seal seal) => Task.FromResult(ReferenceEquals(letter, Sent[0]) && ReferenceEquals(seal, Sent[1]));

    public Task<Envelope> Readdress(Envelope envelope, string to) => Task.FromResult(envelope with { To = to });

    public Task<Portrait> Show(Portrait portrait) => Task.FromResult(portrait);

    public Task<Dictionary<string, object>> Mixed(Dictionary<string, object> items) => Task.FromResult(items);

    public Task<IPostGrain> Forward(IPostGrain next) => Task.FromResult(next);

    public Task Banish(string from) => throw new BanishedException("Exile is death.", from);
}
