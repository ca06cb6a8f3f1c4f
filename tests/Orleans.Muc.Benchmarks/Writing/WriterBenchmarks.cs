using System.Buffers;
using System.Text;
using System.Xml;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Orleans.Muc.Xmpp;
using XmlText = Orleans.Muc.Xmpp.XmlText;

namespace Orleans.Muc.Benchmarks;

/// <summary>One message written to everybody in a room, each with an address of their own. Times and bytes are per recipient.</summary>
[MemoryDiagnoser]
[MedianColumn]
[Config(typeof(Settings))]
public class WriterBenchmarks
{
    private const int Recipients = 1000;

    private const string Xml =
        "<message to='rehearsal@conference.example.org' type='groupchat' id='m3-00001267'><body>I have the key, but the tram stands still. Ten minutes more, I'd say.</body>"
        + "<origin-id xmlns='urn:xmpp:sid:0' id='m3-00001267'/><active xmlns='http://jabber.org/protocol/chatstates'/><markable xmlns='urn:xmpp:chat-markers:0'/></message>";

    private static readonly Stanza Message = Read();

    private readonly ArrayBufferWriter<byte> buffer = new(1 << 20);
    private readonly MemoryStream stream = new(1 << 20);
    private readonly string[] addresses = [.. Enumerable.Range(0, Recipients).Select(i => $"romeo{i:0000}@example.org/orchard")];
    private readonly XmlWriter xmlWriter;
    private byte[][] escaped = [];

    public WriterBenchmarks() =>
        xmlWriter = XmlWriter.Create(stream, new XmlWriterSettings { ConformanceLevel = ConformanceLevel.Fragment, Encoding = new UTF8Encoding(false), OmitXmlDeclaration = true });

    /// <summary>A session escapes its address once, when it begins.</summary>
    [GlobalSetup]
    public void Setup() => escaped = [.. addresses.Select(XmlText.EscapeUtf8)];

    [Benchmark(Baseline = true, OperationsPerInvoke = Recipients, Description = "XmlWriter, payload raw")]
    public long SystemXml()
    {
        stream.SetLength(0);
        var payload = Message.Payload.ToString();
        foreach (var to in addresses)
        {
            xmlWriter.WriteStartElement("message", Ns.Client);
            xmlWriter.WriteAttributeString("from", Message.To!.ToString());
            xmlWriter.WriteAttributeString("id", Message.Id);
            xmlWriter.WriteAttributeString("type", Message.Type);
            xmlWriter.WriteAttributeString("xml", "lang", null, Message.Lang);
            xmlWriter.WriteAttributeString("to", to);
            xmlWriter.WriteRaw(payload);
            xmlWriter.WriteEndElement();
        }

        xmlWriter.Flush();
        return stream.Length;
    }

    [Benchmark(OperationsPerInvoke = Recipients, Description = "EncodedStanza")]
    public long Encoded()
    {
        buffer.ResetWrittenCount();
        var encoded = Message.Encode();
        foreach (var to in escaped)
            encoded.WriteTo(buffer, to);
        return buffer.WrittenCount;
    }

    private static Stanza Read()
    {
        var sequence = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(
            "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0' xml:lang='en'>" + Xml));
        var reader = new XmppReader(new ReaderLimits());
        while (reader.TryRead(ref sequence, out var item))
            if (item is Stanza stanza)
                return stanza with { From = stanza.To };
        throw new InvalidOperationException("There is no message.");
    }

    private sealed class Settings : ManualConfig
    {
        public Settings() => Add(MedianColumn.Throughput(Message.Encode().Length + " to='romeo0000@example.org/orchard'".Length));
    }
}
