using System.Xml;
using System.Xml.Linq;

namespace Orleans.Muc.Testing;

/// <summary>
/// The children of one XMPP stream, one after the other, each as soon as its last byte is there.
/// It rests on System.Xml only, so that the product's own reader is not tested against itself.
/// </summary>
internal sealed class XmppElementReader : IDisposable
{
    private static readonly XmlReaderSettings Settings = new() { Async = true, DtdProcessing = DtdProcessing.Prohibit, CloseInput = false };
    private readonly XmlReader _xml;

    public XmppElementReader(Stream stream) => _xml = XmlReader.Create(stream, Settings);

    /// <summary>Reads the start tag of the stream, which must be called before <see cref="NextAsync"/>.</summary>
    public async Task OpenAsync()
    {
        while (await ReadAsync())
        {
            if (_xml.NodeType != XmlNodeType.Element)
                continue;
            if (_xml.LocalName != "stream" || _xml.NamespaceURI != ScansionNames.StreamNs)
                throw new XmppStreamEnd($"the server opened <{_xml.Name}> and not a stream");
            return;
        }
        throw new XmppStreamEnd("the connection closed before the stream opened");
    }

    /// <summary>The next child of the stream.</summary>
    /// <exception cref="XmppStreamEnd">The stream is over.</exception>
    public async Task<XElement> NextAsync()
    {
        while (await ReadAsync())
        {
            if (_xml.NodeType == XmlNodeType.EndElement)
                break;
            if (_xml.NodeType == XmlNodeType.Element)
                return await BuildAsync();
        }
        throw new XmppStreamEnd("stream closed");
    }

    public void Dispose() => _xml.Dispose();

    // XNode.ReadFrom would look at the node after the element, which is the next stanza: it may be long in coming.
    private async Task<XElement> BuildAsync()
    {
        var root = Start(out var isEmpty);
        var open = isEmpty ? null : root;
        while (open is not null)
        {
            if (!await ReadAsync())
                throw new XmppStreamEnd("connection closed inside a stanza");
            switch (_xml.NodeType)
            {
                case XmlNodeType.Element:
                    var child = Start(out isEmpty);
                    open.Add(child);
                    open = isEmpty ? open : child;
                    break;
                case XmlNodeType.EndElement:
                    open = open.Parent;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    open.Add(_xml.Value);
                    break;
                default:
                    throw new XmppStreamEnd($"the server sent a {_xml.NodeType}, which XMPP does not allow");
            }
        }
        return root;
    }

    private XElement Start(out bool isEmpty)
    {
        var element = new XElement(XName.Get(_xml.LocalName, _xml.NamespaceURI));
        isEmpty = _xml.IsEmptyElement;
        while (_xml.MoveToNextAttribute())
        {
            if (_xml.NamespaceURI != XNamespace.Xmlns.NamespaceName)
                element.Add(new XAttribute(XName.Get(_xml.LocalName, _xml.NamespaceURI), _xml.Value));
        }
        _xml.MoveToElement();
        return element;
    }

    private async Task<bool> ReadAsync()
    {
        try
        {
            return await _xml.ReadAsync();
        }
        catch (XmlException mistake)
        {
            throw new XmppStreamEnd($"connection closed or XML broken: {mistake.Message}", mistake);
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            throw new XmppStreamEnd($"connection lost: {fault.Message}", fault);
        }
    }
}
