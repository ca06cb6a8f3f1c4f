using System.Text;
using System.Xml;

namespace Orleans.Muc.Backup.Importing;

/// <summary>
/// A document that is read once from its beginning to its end, and believed nothing: no DTD and so no entities, nothing fetched, bounded depth, bounded tags and bounded texts. Whoever is given an
/// element leaves at its end.
/// </summary>
internal sealed class Source : IDisposable
{
    /// <summary>Open elements at most.</summary>
    private const int MostDepth = 100;

    /// <summary>Characters of one text, or of one element that is taken whole.</summary>
    private const int MostText = 4 * 1024 * 1024;

    /// <summary>Bytes of one start tag with all its attributes, or of one text: as many as that many characters may have.</summary>
    private const int MostBytes = 4 * MostText;

    private static readonly XmlReaderSettings Reading = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true, CloseInput = true };
    private static readonly XmlWriterSettings Writing = new() { OmitXmlDeclaration = true, ConformanceLevel = ConformanceLevel.Fragment, NewLineHandling = NewLineHandling.Entitize };

    private readonly string _name;
    private readonly MeteredStream _stream;
    private readonly XmlReader _xml;

    /// <param name="stream">Closed with this.</param>
    /// <param name="name">For messages.</param>
    public Source(Stream stream, string name)
    {
        _name = name;
        _stream = new MeteredStream(stream, MostBytes);
        _xml = Guarded(() => XmlReader.Create(_stream, Reading));
    }

    public string Name => _xml.LocalName;

    public string Namespace => _xml.NamespaceURI;

    /// <summary>An attribute without namespace; null without it.</summary>
    public string? this[string attribute] => _xml.GetAttribute(attribute);

    /// <summary>An attribute of our own.</summary>
    public string? Own(string attribute) => _xml.GetAttribute(attribute, Names.Own);

    /// <exception cref="BackupException">It is not there.</exception>
    public string Need(string attribute) => this[attribute] ?? throw Fault($"<{Name}/> has no {attribute}");

    public bool Is(string name, string ns) => Name == name && Namespace == ns;

    /// <summary>Goes to the root element.</summary>
    public void Begin()
    {
        while (Read())
        {
            if (_xml.NodeType == XmlNodeType.Element)
                return;
        }
    }

    /// <summary>Reads what is after the root: nothing, or the document is none.</summary>
    public void End()
    {
        while (Guarded(_xml.Read))
        {
        }
    }

    /// <summary>Stands on each child of the element in turn.</summary>
    public IEnumerable<Source> Children()
    {
        if (_xml.IsEmptyElement)
            yield break;
        var depth = _xml.Depth;
        while (Read() && !(_xml.NodeType == XmlNodeType.EndElement && _xml.Depth == depth))
        {
            if (_xml.NodeType == XmlNodeType.Element)
                yield return this;
        }
    }

    /// <summary>To the end of the element, whatever is in it.</summary>
    public void Pass()
    {
        foreach (var child in Children())
            child.Skip();
    }

    /// <summary>The text of an element that holds nothing else.</summary>
    public string Text()
    {
        if (_xml.IsEmptyElement)
            return "";
        var text = new StringBuilder();
        var depth = _xml.Depth;
        while (Read() && _xml.NodeType != XmlNodeType.EndElement)
        {
            if (_xml.NodeType == XmlNodeType.Element)
                throw Fault($"<{Name}/> stands where text belongs");
            Bound(text.Append(Guarded(() => _xml.Value)));
        }

        return _xml.Depth == depth ? text.ToString() : throw Fault("the document ends too early");
    }

    /// <summary>The element as it stands, with the namespaces it needs.</summary>
    public string Whole()
    {
        var text = new StringBuilder();
        using (var copy = XmlWriter.Create(text, Writing))
        {
            var depth = _xml.Depth;
            do
            {
                Guarded(() => Copy(copy));
                copy.Flush();
                Bound(text);
            }
            while (!(_xml.Depth == depth && (_xml.IsEmptyElement || _xml.NodeType == XmlNodeType.EndElement)) && Read());
        }

        return text.ToString();
    }

    /// <summary>A mistake at this place, as a sentence; <paramref name="what"/> has no full stop.</summary>
    public BackupException Fault(string what, Exception? cause = null) =>
        new(_xml is IXmlLineInfo line && line.HasLineInfo() ? $"'{_name}', line {line.LineNumber}: {what}." : $"'{_name}': {what}.", cause);

    public void Dispose() => _xml.Dispose();

    /// <summary>As <see cref="Pass"/>, without taking a step for each level.</summary>
    private void Skip()
    {
        if (_xml.IsEmptyElement)
            return;
        var depth = _xml.Depth;
        while (Read() && !(_xml.NodeType == XmlNodeType.EndElement && _xml.Depth == depth))
        {
        }
    }

    private bool Copy(XmlWriter copy)
    {
        switch (_xml.NodeType)
        {
            case XmlNodeType.Element:
                copy.WriteStartElement(_xml.Prefix, _xml.LocalName, _xml.NamespaceURI);
                copy.WriteAttributes(_xml, defattr: false);
                if (_xml.IsEmptyElement)
                    copy.WriteEndElement();
                break;
            case XmlNodeType.EndElement:
                copy.WriteFullEndElement();
                break;
            case XmlNodeType.CDATA:
                copy.WriteCData(_xml.Value);
                break;
            case XmlNodeType.Text or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                copy.WriteString(_xml.Value);
                break;
        }

        return true;
    }

    private void Bound(StringBuilder text)
    {
        if (text.Length > MostText)
            throw Fault($"one element has more than {MostText} characters");
    }

    /// <summary>The next node; a document that ends before its root does is none.</summary>
    private bool Read()
    {
        if (!Guarded(_xml.Read))
            throw Fault("the document ends too early");
        if (_xml.Depth > MostDepth)
            throw Fault($"elements are nested more than {MostDepth} deep");
        return true;
    }

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            _stream.Begin();
            return read();
        }
        catch (OversizeException excess)
        {
            throw Fault($"one tag or one text has more than {MostBytes / (1024 * 1024)} MiB", excess);
        }
        catch (XmlException mistake) when (mistake.Message.Contains("DTD", StringComparison.Ordinal))
        {
            throw new BackupException($"'{_name}', line {mistake.LineNumber}: a document type declaration is refused.", mistake);
        }
        catch (XmlException mistake)
        {
            throw new BackupException($"'{_name}', line {mistake.LineNumber}: this is not well-formed XML ({mistake.Message.TrimEnd('.')}).", mistake);
        }
    }
}
