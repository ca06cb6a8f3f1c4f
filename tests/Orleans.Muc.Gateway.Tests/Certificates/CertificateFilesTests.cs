using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;
using Orleans.Muc.Gateway.Certificates;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Gateway.Tests.Certificates;

/// <summary>A certificate in files that somebody else writes, and renews while the server runs.</summary>
public sealed class CertificateFilesTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("certificate").FullName;
    private readonly ManualTimeProvider time = new();
    private readonly Authority authority;

    public CertificateFilesTests() => authority = new Authority(time.GetUtcNow());

    private string CertificatePath => Path.Combine(directory, "tls.crt");

    private string KeyPath => Path.Combine(directory, "tls.key");

    [Fact]
    public void A_pair_of_PEM_files_brings_its_issuers_along()
    {
        using var romeo = authority.Issue();
        File.WriteAllText(CertificatePath, romeo.ExportCertificatePem() + "\n" + authority.RootPem);
        File.WriteAllText(KeyPath, Authority.KeyPem(romeo));
        var loaded = Load(Pair()).Current;
        Assert.Equal(romeo.Thumbprint, loaded.Leaf.Thumbprint);
        Assert.True(loaded.Leaf.HasPrivateKey);
        Assert.Equal(authority.Root, Assert.Single(loaded.Issuers).RawData);
    }

    [Fact]
    public void One_PEM_file_may_hold_all()
    {
        using var romeo = authority.Issue();
        File.WriteAllText(CertificatePath, Authority.KeyPem(romeo) + "\n" + romeo.ExportCertificatePem() + "\n" + authority.RootPem);
        var loaded = Load(new CertificatePlace(CertificatePath, null, null, false)).Current;
        Assert.Equal((romeo.Thumbprint, true, 1), (loaded.Leaf.Thumbprint, loaded.Leaf.HasPrivateKey, loaded.Issuers.Count));
    }

    [Fact]
    public void A_key_may_be_encrypted()
    {
        using var romeo = authority.Issue();
        File.WriteAllText(CertificatePath, romeo.ExportCertificatePem());
        File.WriteAllText(KeyPath, Authority.KeyPem(romeo, "rosaline"));
        Assert.Equal(romeo.Thumbprint, Load(Pair() with { Password = "rosaline" }).Current.Leaf.Thumbprint);
        Refused(Pair() with { Password = "juliet" }, "tls.crt");
        Refused(Pair(), "Muc:Certificate:Password");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("rosaline")]
    public void PKCS12_may_hold_all(string? password)
    {
        using var romeo = authority.Issue();
        using var root = X509CertificateLoader.LoadCertificate(authority.Root);
        File.WriteAllBytes(CertificatePath, new X509Certificate2Collection { root, romeo }.Export(X509ContentType.Pfx, password)!);
        var loaded = Load(Pkcs12(password)).Current;
        Assert.Equal((romeo.Thumbprint, true), (loaded.Leaf.Thumbprint, loaded.Leaf.HasPrivateKey));
        Assert.Equal(authority.Root, Assert.Single(loaded.Issuers).RawData);
        if (password is null)
            return;
        Refused(Pkcs12("juliet"), "with Muc:Certificate:Password");
        Refused(Pkcs12(null), "Muc:Certificate:Password missing");
    }

    [Fact]
    public void What_can_not_be_used_is_said_in_a_sentence()
    {
        using var romeo = authority.Issue();
        using var other = authority.Issue();
        Refused(Pair(), $"There is no file {CertificatePath}");
        Write(romeo);
        File.Delete(KeyPath);
        Refused(Pair(), $"There is no file {KeyPath}");
        Refused(new CertificatePlace(CertificatePath, null, null, false), "the key in it");
        File.WriteAllText(KeyPath, Authority.KeyPem(other));
        Refused(Pair(), KeyPath);
        File.WriteAllText(CertificatePath, "a rose");
        Refused(Pair(), "holds no whole certificates as PEM");
        Refused(Pkcs12(null), "no PKCS#12");
        File.WriteAllBytes(CertificatePath, X509CertificateLoader.LoadCertificate(romeo.RawData).Export(X509ContentType.Pfx));
        Refused(Pkcs12(null), "no private key");
        Refused(new CertificatePlace(directory, KeyPath, null, false), directory);
    }

    [Fact]
    public void A_new_pair_is_taken_once()
    {
        using var romeo = authority.Issue();
        using var juliet = authority.Issue();
        Write(romeo);
        var files = Load(Pair());
        Assert.Equal(CertificateNews.None, files.Refresh());
        Write(juliet);
        Assert.Equal(new CertificateNews(true, null), files.Refresh());
        var taken = files.Current;
        Assert.Equal(juliet.Thumbprint, taken.Leaf.Thumbprint);
        Assert.Equal(CertificateNews.None, files.Refresh());
        Assert.Same(taken, files.Current);
    }

    [Fact]
    public void New_issuers_count_as_new_too()
    {
        using var romeo = authority.Issue();
        Write(romeo);
        var files = Load(Pair());
        File.AppendAllText(CertificatePath, "\n" + authority.RootPem);
        Assert.True(files.Refresh().HasChanged);
        Assert.Single(files.Current.Issuers);
    }

    [Fact]
    public void Issuers_in_the_place_of_as_many_others_count_as_new()
    {
        using var romeo = authority.Issue();
        using var capulets = new Authority(time.GetUtcNow());
        Write(romeo);
        File.AppendAllText(CertificatePath, "\n" + capulets.RootPem);
        var files = Load(Pair());
        Write(romeo);
        File.AppendAllText(CertificatePath, "\n" + authority.RootPem);
        Assert.Equal(new CertificateNews(true, null), files.Refresh());
        Assert.Equal(authority.Root, Assert.Single(files.Current.Issuers).RawData);
    }

    [Fact]
    public void One_that_has_ended_does_not_take_the_place_of_one_that_has_not()
    {
        using var old = authority.Issue(days: 10);
        using var romeo = authority.Issue(days: 30);
        time.Advance(TimeSpan.FromDays(20));
        Write(romeo);
        var files = Load(Pair());
        Write(old);
        Assert.Equal($"{CertificatePath} holds from 2025-12-31 00:00:00Z to 2026-01-11 00:00:00Z, which is not now.", files.Refresh().Fault);
        Assert.Equal(romeo.Thumbprint, files.Current.Leaf.Thumbprint);
        time.Advance(TimeSpan.FromDays(20));
        // Neither does; then it is the operator's word that counts.
        Assert.True(files.Refresh().HasChanged);
        Assert.Equal(old.Thumbprint, files.Current.Leaf.Thumbprint);
    }

    [Fact]
    public void Through_every_half_written_state_the_old_one_serves_and_one_fault_is_said_once()
    {
        using var romeo = authority.Issue();
        using var juliet = authority.Issue();
        Write(romeo);
        var files = Load(Pair());
        var old = files.Current;
        var (certificate, key) = (juliet.ExportCertificatePem(), Authority.KeyPem(juliet));
        for (var length = 0; length < certificate.Length - 1; length += 31)
            Stays(() => File.WriteAllText(CertificatePath, certificate[..length]));
        Stays(() => File.WriteAllText(CertificatePath, certificate));
        for (var length = 0; length < key.Length - 1; length += 31)
            Stays(() => File.WriteAllText(KeyPath, key[..length]));
        Stays(() => File.Delete(KeyPath));
        File.WriteAllText(KeyPath, key);
        Assert.Equal(new CertificateNews(true, null), files.Refresh());
        Assert.Equal(juliet.Thumbprint, files.Current.Leaf.Thumbprint);

        void Stays(Action write)
        {
            write();
            files.Refresh();
            Assert.Same(old, files.Current);
            Assert.Equal(CertificateNews.None, files.Refresh());
        }
    }

    [Fact]
    public void A_fault_is_told_and_forgotten_when_the_old_files_are_back()
    {
        using var romeo = authority.Issue();
        Write(romeo);
        var files = Load(Pair());
        var old = files.Current;
        File.WriteAllText(CertificatePath, "a rose");
        Assert.Contains("tls.crt", files.Refresh().Fault, StringComparison.Ordinal);
        Write(romeo);
        Assert.Equal(CertificateNews.None, files.Refresh());
        Assert.Same(old, files.Current);
        File.WriteAllText(CertificatePath, "a rose");
        Assert.Contains("tls.crt", files.Refresh().Fault, StringComparison.Ordinal);
    }

    /// <summary>A kubelet writes a new folder beside the old one and lets the link <c>..data</c> point to it; the names that a container knows are links through that one.</summary>
    [Fact]
    public void A_mounted_secret_of_Kubernetes_is_followed()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Links need a right of their own on Windows.");
        using var romeo = authority.Issue();
        using var juliet = authority.Issue();
        Mount("..2026_01_01", romeo);
        File.CreateSymbolicLink(CertificatePath, Path.Combine("..data", "tls.crt"));
        File.CreateSymbolicLink(KeyPath, Path.Combine("..data", "tls.key"));
        var files = Load(Pair());
        Mount("..2026_02_02", juliet);
        Directory.Delete(Path.Combine(directory, "..2026_01_01"), recursive: true);
        Assert.True(files.Refresh().HasChanged);
        Assert.Equal(juliet.Thumbprint, files.Current.Leaf.Thumbprint);
    }

    [Fact]
    public void Nothing_shows_the_password() => Assert.DoesNotContain("rosaline", $"{Pair() with { Password = "rosaline" }}", StringComparison.Ordinal);

    public void Dispose()
    {
        authority.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    private CertificateFiles Load(CertificatePlace place) => CertificateFiles.Load(place, time);

    private CertificatePlace Pair() => new(CertificatePath, KeyPath, null, false);

    private CertificatePlace Pkcs12(string? password) => new(CertificatePath, null, password, true);

    private void Write(X509Certificate2 certificate)
    {
        File.WriteAllText(CertificatePath, certificate.ExportCertificatePem());
        File.WriteAllText(KeyPath, Authority.KeyPem(certificate));
    }

    private void Mount(string version, X509Certificate2 certificate)
    {
        var folder = Directory.CreateDirectory(Path.Combine(directory, version)).FullName;
        File.WriteAllText(Path.Combine(folder, "tls.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "tls.key"), Authority.KeyPem(certificate));
        var next = Path.Combine(directory, "..data_tmp");
        File.CreateSymbolicLink(next, version);
        Assert.Equal(0, Rename(next, Path.Combine(directory, "..data")));
    }

    /// <summary>In one step, which the platform has for files only.</summary>
    [DllImport("libc", EntryPoint = "rename", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Rename(string from, string to);

    private void Refused(CertificatePlace place, string subject)
    {
        var fault = Assert.Throws<CertificateFileException>(() => Load(place));
        Assert.Contains(subject, fault.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("rosaline", fault.Message, StringComparison.Ordinal);
    }
}
