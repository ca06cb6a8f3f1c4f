using System.Text;
using System.Xml.Linq;
using Orleans.Muc.LocalStorage;

namespace Orleans.Muc.Storage.Tests.Moving;

/// <summary>What is too much for one row is counted, and the import goes on.</summary>
public sealed class LargeRowTests : IDisposable
{
    private const string Own = "{urn:orleans-muc:backup:0}";
    private const string NoPlace = "room that an account's list has no place for: it keeps its row of the account when that is cancelled";

    private readonly Backups storage = new(services => services.AddMemoryStorage(new MemoryDatabase()));

    public void Dispose() => storage.Dispose();

    [Fact]
    public async Task Rooms_are_there_whose_member_is_in_too_many_for_one_list()
    {
        const int Rooms = 1_000;

        var tally = await storage.Import(Document("", string.Concat(Enumerable.Range(0, Rooms).Select(room =>
            $"<room xmlns='urn:orleans-muc:backup:0' name='{Long(room)}' status='open'><member jid='romeo@localhost' affiliation='owner'/></room>"))));

        Assert.Equal((Rooms, Rooms), (tally.Rooms, tally.Affiliations));
        var document = XDocument.Parse(await storage.Export());
        Assert.Equal(Rooms, document.Descendants(Own + "room").Count(room => room.Element(Own + "member") is not null));
        var listed = Listed(document, "romeo");
        Assert.InRange(listed, 800, Rooms - 1);
        Assert.Equal(Rooms - listed, tally.LeftOut[NoPlace]);
    }

    [Fact]
    public async Task An_account_with_too_many_rooms_is_there_with_those_that_have_a_place()
    {
        const int Rooms = 4_000;

        var tally = await storage.Import(Document($"<user name='romeo' password='x'>{string.Concat(Enumerable.Range(0, Rooms).Select(room => $"<room xmlns='urn:orleans-muc:backup:0' jid='{Long(room)}@conference.localhost'/>"))}</user>", ""));

        Assert.Equal(1, tally.Accounts);
        var listed = Listed(XDocument.Parse(await storage.Export()), "romeo");
        Assert.InRange(listed, 800, Rooms - 1);
        Assert.Equal(Rooms - listed, tally.LeftOut[NoPlace]);
    }

    [Fact]
    public async Task An_account_whose_roster_is_too_large_is_there_with_the_contacts_that_have_a_place()
    {
        var contacts = string.Concat(Enumerable.Range(0, 1_000).Select(contact => $"<item jid='{Long(contact)}@localhost'/>"));

        var tally = await storage.Import(Document($"<user name='romeo' password='x'><query xmlns='jabber:iq:roster'>{contacts}</query></user>", ""));

        Assert.Equal(1, tally.Accounts);
        Assert.InRange(tally.Contacts, 700, 999);
        Assert.Equal(1_000 - tally.Contacts, tally.LeftOut["contact that a roster does not take"]);
        var document = XDocument.Parse(await storage.Export());
        Assert.Equal(tally.Contacts, document.Descendants("{jabber:iq:roster}item").Count());
    }

    /// <summary>What is archived against somebody's wish is worse than what is not archived.</summary>
    [Fact]
    public async Task Of_too_many_addresses_of_archive_preferences_those_come_first_with_whom_nothing_is_archived()
    {
        string List(string name, int from) => $"<{name}>{string.Concat(Enumerable.Range(from, 700).Select(address => $"<jid>{Long(address)}@localhost</jid>"))}</{name}>";

        var tally = await storage.Import(Document($"<user name='romeo' password='x'><prefs xmlns='urn:xmpp:mam:2' default='never'>{List("always", 0)}{List("never", 1_000)}</prefs></user>", ""));

        var preferences = XDocument.Parse(await storage.Export()).Descendants("{urn:xmpp:mam:2}prefs").Single();
        Assert.Equal("never", preferences.Attribute("default")!.Value);
        Assert.Equal(700, preferences.Element("{urn:xmpp:mam:2}never")!.Elements().Count());
        var always = preferences.Element("{urn:xmpp:mam:2}always")!.Elements().Count();
        Assert.InRange(always, 100, 699);
        Assert.Equal(700 - always, tally.LeftOut["address of archive preferences that has no place"]);
    }

    private static string Document(string users, string rooms) =>
        $"<server-data xmlns='urn:xmpp:pie:0'><host jid='localhost'>{users}</host><host jid='conference.localhost'>{rooms}</host></server-data>";

    /// <summary>A localpart as long as may be.</summary>
    private static string Long(int number) => new StringBuilder().Append('a', 1_017).Append(number.ToString("d6", System.Globalization.CultureInfo.InvariantCulture)).ToString();

    private static int Listed(XDocument document, string name) =>
        document.Descendants("{urn:xmpp:pie:0}user").Single(user => user.Attribute("name")!.Value == name).Elements(Own + "room").Count();
}
