using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text;

namespace Orleans.Runtime;

/// <summary>One run of a silo: its endpoint and a generation that a restart makes greater. Written <c>address:port@generation</c>.</summary>
[Immutable]
public sealed class SiloAddress : IEquatable<SiloAddress>, IComparable<SiloAddress>, ISpanFormattable, IParsable<SiloAddress>
{
    private static readonly DateTime Epoch = new(2022, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static int s_lastGeneration;
    private string? _parsable;

    private SiloAddress(IPEndPoint endpoint, int generation)
    {
        Endpoint = endpoint;
        Generation = generation;
    }

    [Id(0)]
    public IPEndPoint Endpoint { get; }

    /// <summary>Negative for a client.</summary>
    [Id(1)]
    public int Generation { get; }

    public bool IsClient => Generation < 0;

    public static SiloAddress Zero { get; } = New(IPAddress.None, 0, 0);

    public static SiloAddress New(IPEndPoint ep, int gen) => new(ep, gen);

    public static SiloAddress New(IPAddress address, int port, int generation) => new(new IPEndPoint(address, port), generation);

    /// <summary>Seconds of the clock, but always greater than the last one given out in this process.</summary>
    public static int AllocateNewGeneration()
    {
        while (true)
        {
            var last = Volatile.Read(ref s_lastGeneration);
            var next = Math.Max((int)(DateTime.UtcNow - Epoch).TotalSeconds, last + 1);
            if (Interlocked.CompareExchange(ref s_lastGeneration, next, last) == last)
            {
                return next;
            }
        }
    }

    public string ToParsableString() => _parsable ??= string.Create(CultureInfo.InvariantCulture, $"{Endpoint}@{Generation}");

    public static SiloAddress FromParsableString(string addr) => Parse(addr);

    public static SiloAddress FromUtf8String(ReadOnlySpan<byte> addr) => Parse(Encoding.UTF8.GetString(addr));

    public static SiloAddress Parse(string value) => TryParse(value, out var result) ? result : throw new FormatException($"'{value}' is no silo address of the form address:port@generation.");

    public static SiloAddress Parse(string s, IFormatProvider? provider) => Parse(s);

    public static bool TryParse([NotNullWhen(true)] string? value, [NotNullWhen(true)] out SiloAddress? result)
    {
        result = null;
        var at = value?.LastIndexOf('@') ?? -1;
        if (at > 0 && IPEndPoint.TryParse(value.AsSpan(0, at), out var endpoint)
            && int.TryParse(value.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var generation))
        {
            result = New(endpoint, generation);
        }

        return result is not null;
    }

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out SiloAddress result) => TryParse(s, out result);

    public bool Equals(SiloAddress? other) => ReferenceEquals(this, other) || (other is not null && Generation == other.Generation && Endpoint.Equals(other.Endpoint));

    public override bool Equals(object? obj) => Equals(obj as SiloAddress);

    public override int GetHashCode() => Endpoint.GetHashCode() ^ Generation;

    public int GetConsistentHashCode() => ByteHash.Of(Encoding.UTF8.GetBytes(ToParsableString()));

    public bool IsSuccessorOf(SiloAddress other) => Generation != 0 && other.Generation != 0 && Endpoint.Equals(other.Endpoint) && Generation > other.Generation;

    public bool IsPredecessorOf(SiloAddress other) => other.IsSuccessorOf(this);

    public int CompareTo(SiloAddress? other)
    {
        if (other is null)
        {
            return 1;
        }

        var order = Generation.CompareTo(other.Generation);
        if (order == 0)
        {
            order = Endpoint.Port.CompareTo(other.Endpoint.Port);
        }

        return order != 0 ? order : Endpoint.Address.GetAddressBytes().AsSpan().SequenceCompareTo(other.Endpoint.Address.GetAddressBytes());
    }

    public override string ToString() => $"{(IsClient ? 'C' : 'S')}{Endpoint}:{Generation}";

    public string ToStringWithHashCode() => $"{this}/x{GetConsistentHashCode():X8}";

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    bool ISpanFormattable.TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
        => destination.TryWrite($"{ToString()}", out charsWritten);
}
