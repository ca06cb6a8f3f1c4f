using System.IO.Pipelines;
using System.Net.Security;
using System.Text;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Tests.Kit;

/// <summary>A client that writes what it is told and reads item by item.</summary>
internal sealed class TestClient(IDuplexPipe link)
{
    public const string Domain = "montague.lit";

    private readonly XmppReader reader = new(new ReaderLimits { MaxStanzaBytes = 1 << 24, MaxElements = 1 << 20 });
    private PipeReader input = link.Input;
    private PipeWriter output = link.Output;

    public async Task Send(string xml)
    {
        await output.WriteAsync(Encoding.UTF8.GetBytes(xml));
    }

    /// <summary>Opens a stream and returns the features.</summary>
    public async Task<Element> Open(string domain = Domain)
    {
        await Send(Header(domain));
        await Next<StreamItem.Opened>();
        return await NextElement("features");
    }

    public static string Header(string domain = Domain, string version = "1.0") =>
        $"<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='{domain}' version='{version}'>";

    public async Task<StreamItem> Next()
    {
        while (true)
        {
            var read = await Patience.For(input.ReadAsync().AsTask(), "something from the server");
            var buffer = read.Buffer;
            var found = reader.TryRead(ref buffer, out var item);
            input.AdvanceTo(buffer.Start, found ? buffer.Start : buffer.End);
            if (found)
                return item!;
            Assert.False(read.IsCompleted, "The server closed the connection without an end tag.");
        }
    }

    public async Task<T> Next<T>()
        where T : StreamItem => Assert.IsType<T>(await Next());

    public async Task<Element> NextElement(string name)
    {
        var element = (await Next<StreamItem.ElementItem>()).Element;
        Assert.Equal(name, element.Name);
        return element;
    }

    public async Task<Stanza> NextStanza() => await Next<Stanza>();

    /// <summary>The next item is this stream error, then the stream ends.</summary>
    public async Task<Element> EndsWith(string condition)
    {
        var error = await NextElement("error");
        Assert.Equal(condition, error.Children.First().Name);
        Assert.Equal(Ns.StreamErrors, error.Children.First().Namespace);
        await Next<StreamItem.Closed>();
        return error;
    }

    /// <summary>The transport is closed, without another item.</summary>
    public async Task Disconnected()
    {
        while (true)
        {
            var read = await Patience.For(input.ReadAsync().AsTask(), "the end of the connection");
            Assert.True(read.Buffer.IsEmpty, "Something came after the end: " + Encoding.UTF8.GetString(read.Buffer));
            input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                return;
        }
    }

    public async Task Hangup()
    {
        await output.CompleteAsync();
    }

    public async Task StartTls()
    {
        await Send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        await NextElement("proceed");
        await Secure();
    }

    public async Task<SslStream> Secure(SslClientAuthenticationOptions? options = null)
    {
        var tls = new SslStream(new DuplexPipeStream(link));
        options ??= new SslClientAuthenticationOptions();
        options.TargetHost = Domain;
        options.RemoteCertificateValidationCallback ??= (_, shown, _, _) =>
            shown?.GetRawCertData().AsSpan().SequenceEqual(Door.ServerCertificate.RawData) == true;
        await Patience.For(tls.AuthenticateAsClientAsync(options), "the TLS handshake");
        input = PipeReader.Create(tls);
        output = PipeWriter.Create(tls);
        reader.Restart();
        return tls;
    }

    /// <summary>Logs in by PLAIN on an open stream, opens the next one and returns its features.</summary>
    public async Task<Element> Login(string user, string password)
    {
        await Send(Plain("\0" + user + "\0" + password));
        await NextElement("success");
        reader.Restart();
        return await Open();
    }

    public static string Plain(string message) => Auth("PLAIN", message);

    public static string Auth(string mechanism, string message) =>
        $"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='{mechanism}'>{Convert.ToBase64String(Encoding.UTF8.GetBytes(message))}</auth>";

    public static string Response(string message) =>
        $"<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>{Convert.ToBase64String(Encoding.UTF8.GetBytes(message))}</response>";

    public async Task<Jid> Bind(string? resource)
    {
        var wanted = resource is null ? "" : $"<resource>{resource}</resource>";
        await Send($"<iq type='set' id='bind1'><bind xmlns='{Ns.Bind}'>{wanted}</bind></iq>");
        var answer = await NextStanza();
        Assert.Equal("result", answer.Type);
        return Jid.Parse(answer.Payload.Element("bind", Ns.Bind)!.Child("jid")!.Text);
    }

    public void ExpectNewStream() => reader.Restart();
}
