using System.Buffers;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;

namespace Orleans.Muc.Benchmarks;

/// <summary>From the bytes of a client's stream to its stanzas: well-formedness, addressing, and a payload that can be relayed. Times and bytes are per stanza.</summary>
[MemoryDiagnoser]
[MedianColumn]
[Config(typeof(Settings))]
public class ReaderBenchmarks
{
    private readonly RecordedStream recorded = RecordedStream.Load();
    private readonly SystemXmlReading systemXml = new();
    private ReadOnlySequence<byte> sequence;

    /// <summary>Bytes that arrive at a time; 0 for all at once.</summary>
    [Params(0, 4096)]
    public int Piece { get; set; }

    private int Arriving => Piece == 0 ? int.MaxValue : Piece;

    /// <exception cref="InvalidOperationException">The readings do not agree.</exception>
    [GlobalSetup]
    public void Setup()
    {
        sequence = recorded.InPieces(Arriving);
        var ours = XmppReading.Read(sequence, Arriving, index: false);
        var theirs = systemXml.Relay(Incoming());
        if (ours.Stanzas != RecordedStream.Stanzas || theirs.Stanzas != ours.Stanzas || theirs.Addressing != ours.Addressing)
            throw new InvalidOperationException("The readings do not agree.");
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = RecordedStream.Stanzas, Description = "XmlReader, read only")]
    public long SystemXmlReads() => systemXml.Read(Incoming()).Payloads;

    [Benchmark(OperationsPerInvoke = RecordedStream.Stanzas, Description = "XmlReader, payload relayable")]
    public long SystemXmlRelays() => systemXml.Relay(Incoming()).Payloads;

    [Benchmark(OperationsPerInvoke = RecordedStream.Stanzas, Description = "XmppReader, payload relayable")]
    public long XmppReads() => XmppReading.Read(sequence, Arriving, index: false).Payloads;

    [Benchmark(OperationsPerInvoke = RecordedStream.Stanzas, Description = "XmppReader, names of children too")]
    public long XmppReadsAndIndexes() => XmppReading.Read(sequence, Arriving, index: true).Payloads;

    private PieceStream Incoming() => new(recorded.Bytes, Arriving);

    private sealed class Settings : ManualConfig
    {
        public Settings() => Add(MedianColumn.Throughput(RecordedStream.Load().Bytes.Length / (double)RecordedStream.Stanzas));
    }
}
