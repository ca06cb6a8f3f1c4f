using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Orleans.Muc.Gateway.Certificates;
using Orleans.Muc.Gateway.Tests.Kit;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Gateway.Tests.Certificates;

/// <summary>What the log says of a certificate while the server runs.</summary>
public sealed class CertificateWatchTests : IDisposable
{
    private readonly ManualTimeProvider time = new();
    private readonly Authority authority;
    private readonly Notes notes = new();
    private ChannelReader<int> looked = null!;

    public CertificateWatchTests() => authority = new Authority(time.GetUtcNow());

    [Fact]
    public async Task A_certificate_that_is_right_is_no_news_and_one_that_is_about_to_end_is_every_day()
    {
        using var certificate = authority.Issue(days: 15);
        using var watch = await Watching(new Source { Current = new ServerCertificate(certificate) });
        await Pass(TimeSpan.FromHours(23));
        Assert.False(notes.Said.TryRead(out _));
        await Pass(TimeSpan.FromHours(2));
        Assert.Equal("The certificate ends on 2026-01-16 00:00:00Z: it has to be renewed before.", await notes.Next());
        await Pass(TimeSpan.FromHours(20));
        Assert.False(notes.Said.TryRead(out _));
        await Pass(TimeSpan.FromHours(6));
        Assert.StartsWith("The certificate ends on", await notes.Next(), StringComparison.Ordinal);
        time.Advance(TimeSpan.FromDays(14));
        var last = await notes.Next();
        while (last.StartsWith("The certificate ends on", StringComparison.Ordinal))
            last = await notes.Next();
        Assert.Equal("The certificate ended on 2026-01-16 00:00:00Z: clients refuse it.", last);
    }

    [Fact]
    public async Task A_certificate_for_somebody_else_is_told_at_once()
    {
        using var certificate = authority.Issue("capulet.lit");
        using var watch = await Watching(new Source { Current = new ServerCertificate(certificate) });
        Assert.Contains("does not name montague.lit", await notes.Next(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_for_all_hosts_of_a_domain_is_for_none_of_the_domain_itself()
    {
        using var certificate = authority.Issue("*.montague.lit");
        using var watch = await Watching(new Source { Current = new ServerCertificate(certificate) });
        Assert.Contains("does not name montague.lit", await notes.Next(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_certificate_and_a_fault_are_told()
    {
        using var certificate = authority.Issue();
        var source = new Source { Current = new ServerCertificate(certificate) };
        using var watch = await Watching(source);
        source.News.Enqueue(new CertificateNews(false, "There is no file tls.crt."));
        source.News.Enqueue(new CertificateNews(true, null));
        time.Advance(CertificateWatch.Pause);
        Assert.Equal("The certificate until 2026-04-01 00:00:00Z stays, because its successor can't be used: There is no file tls.crt.", await notes.Next());
        time.Advance(CertificateWatch.Pause);
        Assert.Equal($"New connections get another certificate: {certificate.Thumbprint}, until 2026-04-01 00:00:00Z", await notes.Next());
    }

    [Fact]
    public async Task Names_that_nobody_can_read_are_those_of_somebody_else_and_a_fault_is_no_end()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=montague.lit", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509Extension("2.5.29.17", [0x30, 0x03, 0x82, 0x05, 0x41], critical: false));
        using var odd = request.CreateSelfSigned(time.GetUtcNow(), time.GetUtcNow().AddDays(90));
        var source = new Source { Current = new ServerCertificate(odd) };
        using var watch = await Watching(source);
        Assert.Contains("does not name montague.lit", await notes.Next(), StringComparison.Ordinal);
        source.Fault = new InvalidOperationException("Out, damned spot");
        time.Advance(CertificateWatch.Pause);
        Assert.Equal("The certificate could not be looked after; it is tried again", await notes.Next());
        source.Fault = null;
        await Pass(CertificateWatch.Pause);
    }

    public void Dispose() => authority.Dispose();

    private async Task<CertificateWatch> Watching(Source source)
    {
        var watch = new CertificateWatch(source, Door.Identity, time, notes);
        await watch.StartAsync(CancellationToken.None);
        await source.Looked.Reader.ReadAsync();
        looked = source.Looked.Reader;
        return watch;
    }

    /// <summary>Time passes, and the watch has looked once at its end.</summary>
    private async Task Pass(TimeSpan by)
    {
        while (looked.TryRead(out _))
        {
        }

        time.Advance(by);
        await Patience.For(looked.ReadAsync().AsTask(), "the watch to look");
    }

    private sealed class Source : ICertificateSource
    {
        public required ServerCertificate Current { get; init; }

        public Queue<CertificateNews> News { get; } = new();

        public Channel<int> Looked { get; } = Channel.CreateUnbounded<int>();

        public Exception? Fault { get; set; }

        public CertificateNews Refresh()
        {
            if (Fault is not null)
                throw Fault;
            var news = News.TryDequeue(out var next) ? next : CertificateNews.None;
            Looked.Writer.TryWrite(0);
            return news;
        }
    }

    private sealed class Notes : ILogger<CertificateWatch>
    {
        private readonly Channel<string> said = Channel.CreateUnbounded<string>();

        public ChannelReader<string> Said => said.Reader;

        public Task<string> Next() => Patience.For(said.Reader.ReadAsync().AsTask(), "a word of the watch");

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            said.Writer.TryWrite(formatter(state, exception));
    }
}
