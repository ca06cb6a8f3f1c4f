using Orleans.Muc.Backup;
using Orleans.Muc.Backup.Importing;
using Orleans.Muc.LocalStorage;

namespace Orleans.Muc.Storage.Tests.Moving;

/// <summary>Documents that are no backup, or worse: each is refused with a sentence, and nothing is fetched.</summary>
public sealed class HostileDocumentTests : IDisposable
{
    private readonly Backups storage = new(services => services.AddMemoryStorage(new MemoryDatabase()));
    private readonly ScratchFolder folder = new();

    public void Dispose()
    {
        storage.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("", "not well-formed")]
    [InlineData("two households", "not well-formed")]
    [InlineData("<server-data xmlns='urn:xmpp:pie:0'>", "not well-formed")]
    [InlineData("<server-data xmlns='urn:xmpp:pie:0'/><more/>", "not well-formed")]
    [InlineData("<server-data/>", "is expected")]
    [InlineData("<!DOCTYPE server-data><server-data xmlns='urn:xmpp:pie:0'/>", "document type declaration")]
    [InlineData("<!DOCTYPE b [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><server-data xmlns='urn:xmpp:pie:0'>&b;</server-data>", "document type declaration")]
    [InlineData("<server-data xmlns='urn:xmpp:pie:0'>&undeclared;</server-data>", "not well-formed")]
    [InlineData("<server-data xmlns='urn:xmpp:pie:0'><host/></server-data>", "no jid")]
    [InlineData("<server-data xmlns='urn:xmpp:pie:0'><host jid='conference.localhost'><room xmlns='urn:orleans-muc:backup:0' name='a@b' status='open'/></host></server-data>", "no name of a room")]
    [InlineData("<server-data xmlns='urn:xmpp:pie:0'><host jid='conference.localhost'><room xmlns='urn:orleans-muc:backup:0' name='a' status='ajar'/></host></server-data>", "open, locked or destroyed")]
    public async Task A_document_that_is_none_is_refused_with_a_sentence(string xml, string said) => Says(said, await Assert.ThrowsAsync<BackupException>(() => storage.Import(xml)));

    [Theory]
    [InlineData("<vCard xmlns='vcard-temp'>{0}</vCard>")]
    [InlineData("<query xmlns='jabber:iq:roster'><item jid='romeo@localhost'>{0}</item></query>")]
    public async Task Depth_has_a_bound(string place)
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 5000)) + string.Concat(Enumerable.Repeat("</a>", 5000));
        var xml = $"<server-data xmlns='urn:xmpp:pie:0'><host jid='localhost'><user name='juliet' password='x'>{string.Format(System.Globalization.CultureInfo.InvariantCulture, place, deep)}</user></host></server-data>";

        Says("nested more than", await Assert.ThrowsAsync<BackupException>(() => storage.Import(xml)));
    }

    [Theory]
    [InlineData("href='../secret.xml'")]
    [InlineData("href='/etc/passwd'")]
    [InlineData("href='file:///etc/passwd'")]
    [InlineData("href='http://127.0.0.1:9/host.xml'")]
    [InlineData("href='%2e%2e/secret.xml'")]
    [InlineData("href='link.xml'")]
    [InlineData("href='linked/host.xml'")]
    [InlineData("href='host.xml' parse='text'")]
    [InlineData("href='host.xml' xpointer='element(/1)'")]
    [InlineData("href='absent.xml'")]
    [InlineData("")]
    public async Task Only_files_beside_the_document_are_included(string include)
    {
        const string Host = "<host xmlns='urn:xmpp:pie:0' jid='localhost'><user name='juliet' password='x'/></host>";
        Directory.CreateDirectory(folder["beside"]);
        Directory.CreateDirectory(folder["elsewhere"]);
        await File.WriteAllTextAsync(folder["secret.xml"], Host, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder["elsewhere"], "host.xml"), Host, TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(Path.Combine(folder["beside"], "link.xml"), folder["secret.xml"]);
        Directory.CreateSymbolicLink(Path.Combine(folder["beside"], "linked"), folder["elsewhere"]);
        var document = Path.Combine(folder["beside"], "main.xml");
        await File.WriteAllTextAsync(document, $"<server-data xmlns='urn:xmpp:pie:0' xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include {include}/></server-data>", TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<BackupException>(() => storage.Import(BackupFile.Open(document)));

        Assert.DoesNotContain("juliet", await storage.Export(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Includes_inside_an_account_are_its_data_and_not_followed()
    {
        var tally = await storage.Import(
            "<server-data xmlns='urn:xmpp:pie:0' xmlns:xi='http://www.w3.org/2001/XInclude'><host jid='localhost'><user name='juliet' password='x'><xi:include href='/etc/passwd'/></user></host></server-data>");

        Assert.Equal(1, tally.Accounts);
        Assert.Equal(["<include xmlns='http://www.w3.org/2001/XInclude'/>"], tally.LeftOut.Keys);
    }

    private static void Says(string what, BackupException refusal)
    {
        Assert.Contains(what, refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
    }
}
