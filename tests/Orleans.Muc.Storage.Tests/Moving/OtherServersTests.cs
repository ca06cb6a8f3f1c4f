using Orleans.Muc.Backup.Importing;
using Orleans.Muc.LocalStorage;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Storage.Tests.Moving;

/// <summary>Accounts as Prosody 0.12 (prosody-migrator, mod_storage_xep0227) and ejabberd 23.01 (export_piefxis) write them.</summary>
public sealed class OtherServersTests : IDisposable
{
    private readonly Backups storage = new(services => services.AddMemoryStorage(new MemoryDatabase()));

    public void Dispose() => storage.Dispose();

    [Fact]
    public async Task Prosodys_accounts_come_with_keys_roster_and_archive_and_the_rest_is_named()
    {
        var tally = await storage.Import(BackupFile.Open(Backups.Document("prosody.xml")));

        Assert.Equal((1, 1, 1L), (tally.Accounts, tally.Contacts, tally.Messages));
        Assert.Equal(
            [
                "<presence xmlns='urn:xmpp:pie:0'/>", "<pubsub xmlns='http://jabber.org/protocol/pubsub'/>", "<query xmlns='jabber:iq:private'/>", "<vCard xmlns='vcard-temp'/>",
                "presence subscription of a contact",
            ],
            tally.LeftOut.Keys);
        Assert.Contains("SCRAM-SHA-1 alone", Assert.Single(tally.Notes).Key, StringComparison.Ordinal);
        var keys = await Keys("romeo", "SCRAM-SHA-1");
        Assert.True(keys.VerifyPassword("pilgrim"));
        var document = await storage.Export();
        Assert.Contains("<item jid=\"juliet@localhost\" name=\"Juliet\" subscription=\"none\"><group>Capulet</group></item>", document, StringComparison.Ordinal);
        Assert.Contains("Who art thou", document, StringComparison.Ordinal);
        Assert.Contains("muc:with=\"juliet@localhost/balcony\"", document, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_foreign_archive_gets_the_same_ids_each_time()
    {
        await storage.Import(BackupFile.Open(Backups.Document("prosody.xml")));
        var once = await storage.Export();
        await storage.Import(BackupFile.Open(Backups.Document("prosody.xml")), overwrite: true);

        Assert.Equal(once, await storage.Export());
    }

    /// <summary>UUIDs without hyphens look as our ids do; of some the time would be after the year 9999.</summary>
    [Theory]
    [InlineData("3f0c9a7e5d2b41c8a6e1f09b7d4c5a12")]
    [InlineData("ffffffffffffffffffffffffffffffff")]
    public async Task A_foreign_id_that_looks_like_ours_says_no_time(string id)
    {
        var tally = await storage.Import(Archived($"id='{id}'", "2023-07-21T00:32:29.25Z", "type='chat'", "<body>Who art thou</body>"));

        Assert.Equal(1, tally.Messages);
        var exported = await storage.Export();
        Assert.Contains("stamp=\"2023-07-21T00:32:29.2500000Z\"", exported, StringComparison.Ordinal);
        Assert.DoesNotContain(id, exported, StringComparison.Ordinal);
        await storage.Import(exported, overwrite: true);
        Assert.Equal(exported, await storage.Export());
    }

    [Fact]
    public async Task Types_that_are_for_no_account_s_archive_are_left_out_and_counted()
    {
        foreach (var type in (string[])["groupchat", "headline", "error"])
        {
            var tally = await storage.Import(Archived("id='a'", "2023-07-21T00:32:29Z", $"type='{type}'", "<body>Hear ye</body>"), overwrite: true);

            Assert.Equal(0, tally.Messages);
            Assert.Equal([$"archived message of type {type}"], tally.LeftOut.Keys);
        }

        Assert.Equal(1, (await storage.Import(Archived("id='a'", "2023-07-21T00:32:29Z", "type='headline'", "<body>Hear ye</body><store xmlns='urn:xmpp:hints'/>"), overwrite: true)).Messages);
    }

    /// <summary>XEP-0359 §3 rule 2.</summary>
    [Fact]
    public async Task What_the_former_server_called_a_message_is_taken_off_and_what_others_did_is_not()
    {
        await storage.Import(Archived(
            "id='a'",
            "2023-07-21T00:32:29Z",
            "type='chat'",
            "<body> two&#xD;\nlines </body><stanza-id xmlns='urn:xmpp:sid:0' by='romeo@localhost' id='former'/><stanza-id xmlns='urn:xmpp:sid:0' by='juliet@localhost' id='hers'/>"));

        var exported = await storage.Export();
        Assert.DoesNotContain("former", exported, StringComparison.Ordinal);
        Assert.Contains("id=\"hers\"", exported, StringComparison.Ordinal);
        Assert.Contains("<body> two&#xD;", exported, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ejabberds_accounts_come_from_the_files_it_includes_though_its_keys_are_encoded_twice()
    {
        var tally = await storage.Import(BackupFile.Open(Backups.Document("ejabberd.xml")));

        Assert.Equal((2, 1), (tally.Accounts, tally.Contacts));
        Assert.Equal(["<offline-messages xmlns='urn:xmpp:pie:0'/>", "<query xmlns='jabber:iq:privacy'/>", "presence subscription of a contact"], tally.LeftOut.Keys);
        Assert.True((await Keys("mercutio", "SCRAM-SHA-256")).VerifyPassword("quick <b>"));
        Assert.True((await Keys("benvolio", "SCRAM-SHA-256")).VerifyPassword("part, fools"));
        Assert.True((await Keys("benvolio", "SCRAM-SHA-1")).VerifyPassword("part, fools"));
    }

    [Fact]
    public async Task Accounts_of_other_hosts_and_without_a_password_are_counted()
    {
        var tally = await storage.Import(
            "<server-data xmlns='urn:xmpp:pie:0'><host jid='montague.net'><user name='romeo' password='x'/></host><host jid='localhost'>" +
            "<user name='tybalt'/><user name='a@b' password='x'/><user name='paris'><scram-credentials xmlns='urn:xmpp:pie:0#scram' mechanism='SCRAM-SHA-512'/></user></host></server-data>");

        Assert.Equal(0, tally.Accounts);
        Assert.Equal(
            new Dictionary<string, int>
            {
                ["account of montague.net, which is not Muc:Domain (localhost)"] = 1,
                ["account whose name is no localpart of an address"] = 1,
                ["account without a password or keys that can be used"] = 2,
                ["credentials for SCRAM-SHA-512"] = 1,
            },
            tally.LeftOut);
        Assert.DoesNotContain("<user", await storage.Export(), StringComparison.Ordinal);
    }

    private static string Archived(string id, string stamp, string type, string payload) =>
        "<server-data xmlns='urn:xmpp:pie:0'><host jid='localhost'><user name='romeo' password='x'><archive xmlns='urn:xmpp:pie:0#mam'>" +
        $"<result xmlns='urn:xmpp:mam:2' {id}><forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' stamp='{stamp}'/>" +
        $"<message xmlns='jabber:client' from='juliet@localhost/balcony' to='romeo@localhost' {type}>{payload}</message></forwarded></result></archive></user></host></server-data>";

    private async Task<ScramKeys> Keys(string name, string mechanism)
    {
        var user = System.Xml.Linq.XElement.Parse(await storage.Export()).Descendants().Single(element => element.Name.LocalName == "user" && element.Attribute("name")?.Value == name);
        var credentials = user.Elements().Single(element => element.Attribute("mechanism")?.Value == mechanism);
        byte[] Bytes(string part) => Convert.FromBase64String(credentials.Elements().Single(element => element.Name.LocalName == part).Value);
        var count = int.Parse(credentials.Elements().Single(element => element.Name.LocalName == "iter-count").Value, System.Globalization.CultureInfo.InvariantCulture);
        return new ScramKeys(mechanism == "SCRAM-SHA-1" ? ScramHash.Sha1 : ScramHash.Sha256, Bytes("salt"), count, Bytes("stored-key"), Bytes("server-key"));
    }
}
