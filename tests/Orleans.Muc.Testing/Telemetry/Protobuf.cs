using System.Buffers.Binary;
using System.Text;

namespace Orleans.Muc.Testing;

/// <summary>A field of a message in protobuf's wire format: its number, and its bytes or its number value.</summary>
internal readonly record struct ProtobufField(int Number, ReadOnlyMemory<byte> Bytes, ulong Value)
{
    public string Text => Encoding.UTF8.GetString(Bytes.Span);

    public string Hex => Convert.ToHexString(Bytes.Span);

    public double Double => BitConverter.UInt64BitsToDouble(Value);
}

/// <summary>Reads messages without knowing their types (protobuf.dev, "Encoding").</summary>
internal static class Protobuf
{
    public static IReadOnlyList<ProtobufField> Fields(ReadOnlyMemory<byte> message)
    {
        var fields = new List<ProtobufField>();
        var at = 0;
        while (at < message.Length)
        {
            var tag = Varint(message.Span, ref at);
            var number = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    fields.Add(new ProtobufField(number, default, Varint(message.Span, ref at)));
                    break;
                case 1:
                    fields.Add(new ProtobufField(number, default, BinaryPrimitives.ReadUInt64LittleEndian(message.Span[at..])));
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message.Span, ref at);
                    fields.Add(new ProtobufField(number, message.Slice(at, length), 0));
                    at += length;
                    break;
                case 5:
                    fields.Add(new ProtobufField(number, default, BinaryPrimitives.ReadUInt32LittleEndian(message.Span[at..])));
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"Wire type {tag & 7} is none.");
            }
        }

        return fields;
    }

    /// <summary>The messages in a repeated field.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Messages(ReadOnlyMemory<byte> message, int number) =>
        Fields(message).Where(field => field.Number == number).Select(field => field.Bytes);

    /// <summary>The last field of that number; empty and 0 when there is none.</summary>
    public static ProtobufField Field(ReadOnlyMemory<byte> message, int number) => Fields(message).LastOrDefault(field => field.Number == number);

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }
}
