using System.Xml.Linq;
using Orleans.Muc.Grains;
using Orleans.Muc.LocalStorage;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Storage.Tests.Moving;

/// <summary>
/// Accounts whose removal the server has begun and not ended (XEP-0077 §3.2): it would have ended it, so nothing of them moves. Their names are free where they are moved to, and whoever
/// registers one has no part in a room by it.
/// </summary>
public sealed class LeavingAccountTests : IDisposable
{
    private const string Own = "{urn:orleans-muc:backup:0}";
    private const string Verona =
        """
        <server-data xmlns='urn:xmpp:pie:0'><host jid='conference.localhost'><room xmlns='urn:orleans-muc:backup:0' name='verona' status='open'>
        <hat id='00000000000000a1' uri='urn:hats:prince' title='Prince'/>
        <member jid='juliet@localhost' affiliation='owner'/>
        <member jid='mercutio@localhost' affiliation='none' hats='00000000000000a1'/>
        <member jid='romeo@localhost' affiliation='owner' nick='Montague' reason='a Montague' hats='00000000000000a1'/>
        <member jid='tybalt@localhost' affiliation='outcast' reason='Good king of cats' hats='00000000000000a1'/>
        <past-affiliation version='7' jid='romeo@localhost' affiliation='none'/>
        </room></host></server-data>
        """;

    private readonly Backups storage = new(services => services.AddMemoryStorage(new MemoryDatabase()));

    public void Dispose() => storage.Dispose();

    [Fact]
    public async Task Rooms_are_exported_without_the_accounts_that_are_being_removed()
    {
        await storage.Import(Verona);
        await Leave("romeo", "mercutio", "tybalt");

        var (document, tally) = await storage.ExportAndCount();

        Assert.Equal(["juliet@localhost owner", "tybalt@localhost outcast Good king of cats"], Members(document));
        Assert.Equal(2, tally.Affiliations);
        Assert.Equal(3, tally.LeftOut["account that is being removed"]);
        Assert.Equal(2, tally.LeftOut["affiliation of an account that is being removed"]);
        Assert.Empty(tally.Notes);

        using var other = new Backups(services => services.AddMemoryStorage(new MemoryDatabase()));
        await other.Import(document);
        var moved = await other.Export();
        Assert.Equal(Members(document), Members(moved));
        Assert.DoesNotContain("name=\"romeo\"", moved, StringComparison.Ordinal);
    }

    /// <summary>XEP-0463 §5.2.1: who knows the version of the list before is told what has changed since.</summary>
    [Fact]
    public async Task The_affiliation_list_has_another_version_then()
    {
        await storage.Import(Verona);
        await Leave("romeo", "mercutio");

        var (document, _) = await storage.ExportAndCount();

        Assert.Equal(
            ["7 romeo@localhost none", "8 romeo@localhost owner"],
            XDocument.Parse(document).Descendants(Own + "past-affiliation").Select(past => $"{past.Attribute("version")!.Value} {past.Attribute("jid")!.Value} {past.Attribute("affiliation")!.Value}"));
    }

    /// <summary>XEP-0045 §10.4: a room keeps an owner.</summary>
    [Fact]
    public async Task The_last_owner_stays_and_the_operator_is_told()
    {
        await storage.Import(Verona);
        await Leave("romeo", "juliet");

        var (document, tally) = await storage.ExportAndCount();

        Assert.Equal(["mercutio@localhost none 00000000000000a1", "romeo@localhost owner", "tybalt@localhost outcast Good king of cats 00000000000000a1"], Members(document));
        Assert.Equal(1, tally.LeftOut["affiliation of an account that is being removed"]);
        Assert.Equal(1, tally.Notes["room whose last owner is an account that is being removed: it belongs to whoever registers that name"]);
    }

    private async Task Leave(params string[] names)
    {
        foreach (var name in names)
        {
            var account = StoredStates.AccountOf(Jid.Parse($"{name}@localhost"));
            var stored = new StoredState<AccountRow>();
            await storage.Stores.States.ReadStateAsync(StoredStates.Account, account, stored);
            stored.State = stored.State! with { IsLeaving = true };
            await storage.Stores.States.WriteStateAsync(StoredStates.Account, account, stored);
        }
    }

    private static IEnumerable<string> Members(string document) => XDocument.Parse(document).Descendants(Own + "member")
        .Select(member => string.Join(' ', member.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration).Select(attribute => attribute.Value)));

    /// <summary>The row of an account without keys.</summary>
    private sealed record AccountRow
    {
        public string[] Rooms { get; init; } = [];

        public bool IsLeaving { get; init; }
    }
}
