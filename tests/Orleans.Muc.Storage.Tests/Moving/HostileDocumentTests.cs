using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Backup;
using Orleans.Muc.Backup.Importing;
using Orleans.Muc.LocalStorage;
using Orleans.Muc.Xmpp;

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
    [InlineData("<user name='{0}' password='x'/>", "one tag or one text has more than 16 MiB")]
    [InlineData("<{0}/>", "one tag or one text has more than 16 MiB")]
    [InlineData("<user name='juliet' password='x'><vCard>{0}</vCard></user>", "one tag or one text has more than 16 MiB")]
    [InlineData("<user name='juliet' password='x'><query xmlns='jabber:iq:roster'><item jid='{0}'/></query></user>", "one tag or one text has more than 16 MiB")]
    [InlineData("<user name='juliet' password='x'><query xmlns='jabber:iq:roster'><item jid='romeo@localhost'>{0}</item></query></user>", "more than")]
    [InlineData("<user name='juliet' password='x'><archive xmlns='urn:xmpp:pie:0#mam'><result xmlns='urn:xmpp:mam:2' id='1'><forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client'><body>{0}</body></message></forwarded></result></archive></user>", "more than")]
    [InlineData("<user name='juliet' password='x'><scram-credentials xmlns='urn:xmpp:pie:0#scram' mechanism='SCRAM-SHA-1'><salt>{0}</salt></scram-credentials></user>", "more than")]
    public async Task A_piece_without_end_is_refused_before_it_fills_the_memory(string place, string said)
    {
        var (before, after) = (place[..place.IndexOf("{0}", StringComparison.Ordinal)], place[(place.IndexOf("{0}", StringComparison.Ordinal) + 3)..]);
        using var endless = new EndlessDocument($"<server-data xmlns='urn:xmpp:pie:0'><host jid='localhost'>{before}", $"{after}</host></server-data>");

        Says(said, await Assert.ThrowsAsync<BackupException>(() => storage.Import(new BackupFile(endless, "backup.xml", null))));

        Assert.InRange(endless.Given, 0, 64L << 20);
    }

    [Theory]
    [InlineData("<configuration>{0}</configuration>", "<field var='f'><value>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</value></field>", "configuration of a room")]
    [InlineData("{0}", "<hat id='h' uri='u' title='t'/>", "hats")]
    public async Task What_a_room_keeps_in_one_row_has_a_bound(string place, string piece, string said)
    {
        var many = string.Format(System.Globalization.CultureInfo.InvariantCulture, place, string.Concat(Enumerable.Repeat(piece, 4_000)));

        Says(said, await Assert.ThrowsAsync<BackupException>(() => storage.Import(Verona(many))));
    }

    [Theory]
    [InlineData("id", 16)]
    [InlineData("uri", 255)]
    [InlineData("title", 100)]
    [InlineData("hue", 20)]
    [InlineData("lang", 35)]
    public async Task Texts_of_a_hat_are_as_long_as_a_room_makes_them(string text, int most)
    {
        await storage.Import(Document(1, most));

        Says($"the {text} of a hat has more than {most} characters", await Assert.ThrowsAsync<BackupException>(() => storage.Import(Document(2, 1 << 20))));

        string Document(int room, int length)
        {
            var others = string.Concat(new[] { "id", "uri", "title" }.Where(other => other != text).Select(other => $"{other}='x' "));
            return Verona($"<hat {others}{text}='{new string('x', length)}'/>", $"verona{room}");
        }
    }

    [Theory]
    [InlineData("localhost", "<user name='juliet' password='x'><scram-credentials xmlns='urn:xmpp:pie:0#scram' mechanism='SCRAM-SHA-1'>{0}</scram-credentials></user>", "<x/>", "credentials of")]
    [InlineData("conference.localhost", "<room xmlns='urn:orleans-muc:backup:0' name='a' status='open'><configuration><field var='f'>{0}</field></configuration></room>", "<value/>", "configuration of a room")]
    [InlineData("conference.localhost", "<room xmlns='urn:orleans-muc:backup:0' name='a' status='open'><configuration>{0}</configuration></room>", "<field var=''/>", "configuration of a room")]
    public async Task Pieces_without_end_are_refused_before_they_fill_the_memory(string host, string place, string piece, string said)
    {
        var around = place.Split("{0}");
        using var endless = new EndlessDocument($"<server-data xmlns='urn:xmpp:pie:0'><host jid='{host}'>{around[0]}", $"{around[1]}</host></server-data>", piece);

        Says(said, await Assert.ThrowsAsync<BackupException>(() => storage.Import(new BackupFile(endless, "backup.xml", null))));

        Assert.InRange(endless.Given, 0, 64L << 20);
    }

    [Fact]
    public async Task Affiliations_with_long_reasons_are_written_before_they_fill_the_memory()
    {
        var members = string.Concat(Enumerable.Range(0, 4).Select(member => $"<member jid='m{member}@localhost' affiliation='member' reason='{new string('x', 1 << 20)}'/>"));

        await Assert.ThrowsAsync<BackupException>(() => storage.Import(Verona(members + "<oops>")));

        var rows = await storage.Stores.Rooms.Open(new RoomPartition(Jid.Parse("verona@conference.localhost"), 1), 1, 1, TestContext.Current.CancellationToken);
        Assert.NotEmpty(rows.Members);
    }

    [Fact]
    public async Task What_has_no_place_is_named_briefly_and_not_without_end()
    {
        var parts = string.Concat(Enumerable.Range(0, 3_000).Select(part => $"<x{part}/>"));

        var tally = await storage.Import($"<server-data xmlns='urn:xmpp:pie:0'>{parts}<{new string('y', 100_000)}/></server-data>");

        Assert.InRange(tally.LeftOut.Count, 100, 1_000);
        Assert.Equal(3_001, tally.LeftOut.Values.Sum());
        Assert.All(tally.LeftOut.Keys, what => Assert.InRange(what.Length, 1, 1_000));
    }

    [Theory]
    [InlineData("href='../secret.xml'")]
    [InlineData("href='/etc/passwd'")]
    [InlineData("href='file:///etc/passwd'")]
    [InlineData("href='http://127.0.0.1:9/host.xml'")]
    [InlineData("href='%2e%2e/secret.xml'")]
    [InlineData("href='host.xml%00'")]
    [InlineData("href='%00'")]
    [InlineData("href='host%0A.xml'")]
    [InlineData("href='%2Fetc%2Fpasswd'")]
    [InlineData("href='below/..%2F..%2Fsecret.xml'")]
    [InlineData("href='file%3A%2F%2F%2Fetc%2Fpasswd'")]
    [InlineData("href='..%5Csecret.xml'")]
    [InlineData("href='.'")]
    [InlineData("href=''")]
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

        Says("main.xml", await Assert.ThrowsAsync<BackupException>(() => storage.Import(BackupFile.Open(document))));

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

    private static string Verona(string parts, string name = "verona") =>
        $"<server-data xmlns='urn:xmpp:pie:0'><host jid='conference.localhost'><room xmlns='urn:orleans-muc:backup:0' name='{name}' status='open'>{parts}</room></host></server-data>";

    private static void Says(string what, BackupException refusal)
    {
        Assert.Contains(what, refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
    }
}
