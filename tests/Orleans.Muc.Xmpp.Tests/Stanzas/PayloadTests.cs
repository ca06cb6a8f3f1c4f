using System.Buffers;
using System.Text;

namespace Orleans.Muc.Xmpp.Tests.Stanzas;

public sealed class PayloadTests
{
    private static readonly Payload Sample = Payload.Of(new Element("body", Ns.Client).Add("hi"), new Element("x", Ns.MucUser), new Element("x", Ns.DataForms));

    [Fact]
    public void Stored_bytes_are_indexed_again()
    {
        var read = Payload.Parse(Sample.ToArray());
        Assert.Equal(Sample.ToString(), read.ToString());
        Assert.Equal([("body", Ns.Client), ("x", Ns.MucUser), ("x", Ns.DataForms)], read.Children.Select(c => (c.Name, c.Namespace)));
        Assert.Equal(Sample.Length, read.Length);
        Assert.Equal(Sample.Length, Sample.ToArray().Length);
    }

    [Fact]
    public void Child_is_found_by_name_and_namespace()
    {
        Assert.Equal("hi", Sample.Element("body", Ns.Client)!.Text);
        Assert.Null(Sample.Element("body", Ns.MucUser));
        Assert.Equal(Ns.DataForms, Sample.Find("x", Ns.DataForms)!.Value.Namespace);
    }

    [Fact]
    public void Children_are_dropped_and_added()
    {
        Assert.Same(Sample, Sample.Without(child => child.Name == "y"));
        Assert.Equal(["body", "x"], Sample.Without(child => child.Namespace == Ns.MucUser).Children.Select(c => c.Name));
        Assert.Same(Payload.Empty, Sample.Without(_ => true));
        Assert.Equal("delay", Sample.With(new Element("delay", Ns.Delay)).Children[^1].Name);
        Assert.Equal(6, Sample.With(Sample).Children.Count);
        Assert.Same(Sample, Sample.With(Payload.Empty));
    }

    [Fact]
    public void Written_bytes_are_those_of_the_array()
    {
        var writer = new ArrayBufferWriter<byte>();
        Sample.WriteTo(writer);
        Assert.Equal(Sample.ToArray(), writer.WrittenSpan.ToArray());
        Assert.Equal("<body>hi</body>", Encoding.UTF8.GetString(Sample.Children[0].Xml.Span));
        Assert.Same(Payload.Empty, Payload.Of());
        Assert.Same(Payload.Empty, Payload.Parse(default));
    }
}
