using System.Buffers;
using System.Globalization;
using System.Text;

namespace Orleans.Muc.Benchmarks;

/// <summary>What one client in a room sent: some scenes of a conversation, each with ids of its own, in the bytes of one stream.</summary>
internal sealed class RecordedStream
{
    /// <summary>Stanzas in the stream. BenchmarkDotNet wants a constant to divide by; <see cref="Load"/> sees that it is right.</summary>
    public const int Stanzas = Scenes * StanzasOfScene;

    private const int Scenes = 16;
    private const int StanzasOfScene = 40;

    private RecordedStream(byte[] bytes) => Bytes = bytes;

    /// <summary>The stream from its opening tag to its end tag.</summary>
    public byte[] Bytes { get; }

    /// <exception cref="InvalidOperationException">The recording does not hold as many stanzas as is said here.</exception>
    public static RecordedStream Load()
    {
        using var resource = typeof(RecordedStream).Assembly.GetManifestResourceStream("groupchat.xml")!;
        using var reader = new StreamReader(resource, Encoding.UTF8);
        var header = reader.ReadLine()!;
        var scene = reader.ReadToEnd().Replace(">\n<", "><", StringComparison.Ordinal).TrimEnd();
        var text = new StringBuilder(header);
        for (var i = 0; i < Scenes; i++)
            text.Append(scene.Replace("{n}", (4711 + i * 13).ToString("x8", CultureInfo.InvariantCulture), StringComparison.Ordinal));
        var stanzas = Count(scene, "<message ") + Count(scene, "<presence ") + Count(scene, "<iq ");
        if (stanzas != StanzasOfScene)
            throw new InvalidOperationException($"A scene has {stanzas} stanzas.");
        return new RecordedStream(Encoding.UTF8.GetBytes(text.Append("</stream:stream>").ToString()));
    }

    /// <summary>The bytes as a sequence whose segments have <paramref name="size"/> bytes each, as a pipe would hand them out.</summary>
    public ReadOnlySequence<byte> InPieces(int size)
    {
        var memory = Bytes.AsMemory();
        if (memory.Length <= size)
            return new ReadOnlySequence<byte>(memory);
        var first = new Piece(memory[..size], 0);
        var last = first;
        for (var at = size; at < memory.Length; at += size)
            last = last.Append(memory.Slice(at, Math.Min(size, memory.Length - at)));
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, long runningIndex)
        {
            Memory = memory;
            RunningIndex = runningIndex;
        }

        public Piece Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Piece(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
