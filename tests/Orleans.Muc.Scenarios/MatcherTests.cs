using System.Xml.Linq;
using Orleans.Muc.Testing;

namespace Orleans.Muc.Scenarios;

/// <summary>The rules by which a script's stanza is compared: were they too kind, every scenario would be green.</summary>
public sealed class MatcherTests
{
    private const string User = "xmlns='http://jabber.org/protocol/muc#user'";
    private const string Scansion = "xmlns:scansion='https://code.matthewwild.co.uk/scansion'";

    [Theory]
    [InlineData("<presence/>", "<presence from='a' type='error'><x xmlns='urn:x'/></presence>")]
    [InlineData("<message><body>Hi</body></message>", "<message><delay xmlns='urn:xmpp:delay'/><body>Hi</body></message>")]
    [InlineData("<message><body/></message>", "<message><body>anything</body></message>")]
    [InlineData("<message id='{scansion:any}'/>", "<message id='x'/>")]
    [InlineData("<presence><x " + User + "><item role='none'/><status code='110'/></x></presence>", "<presence><x " + User + "><item role='none'/><status code='110'/></x></presence>")]
    [InlineData("<presence><x " + User + " " + Scansion + " scansion:strict='false'><status code='110'/></x></presence>", "<presence><x " + User + "><item role='none'/><status code='110'/></x></presence>")]
    public void These_match(string want, string got) => Assert.Null(Compare(want, got));

    [Theory]
    [InlineData("<presence/>", "<message/>")]
    [InlineData("<presence type='error'/>", "<presence/>")]
    [InlineData("<message id='{scansion:any}'/>", "<message/>")]
    [InlineData("<message><body>Hi</body></message>", "<message><body>Ho</body></message>")]
    [InlineData("<message><body/><body/></message>", "<message><body/></message>")]
    [InlineData("<presence><x " + User + "/></presence>", "<presence><x " + User + "><item/></x></presence>")]
    [InlineData("<presence><x " + User + "><item role='none'/></x></presence>", "<presence><x " + User + "><item role='none' jid='a@b'/></x></presence>")]
    [InlineData("<presence><x " + User + "><item/><status code='110'/></x></presence>", "<presence><x " + User + "><status code='110'/><item/></x></presence>")]
    [InlineData("<presence><x " + User + "><item/><status code='110'/></x></presence>", "<presence><x " + User + "><item/></x></presence>")]
    [InlineData("<iq " + Scansion + " scansion:strict='true' type='result'/>", "<iq type='result'><query xmlns='urn:x'/></iq>")]
    [InlineData("<presence><x " + User + " " + Scansion + " scansion:strict='false'><item role='none'/></x></presence>", "<presence><x " + User + "><item role='none' nick='a'/></x></presence>")]
    public void These_do_not(string want, string got) => Assert.NotNull(Compare(want, got));

    [Fact]
    public void A_captured_value_is_kept()
    {
        var captures = new Dictionary<string, string>();
        Assert.Null(StanzaMatcher.Mismatch(Stanza("<iq id='{scansion:capture:id}'/>"), Stanza("<iq id='q7'/>"), captures));
        Assert.Equal("q7", captures["id"]);
    }

    [Fact]
    public void A_script_is_read_with_its_people_and_steps()
    {
        var script = ScriptParser.Parse("# Title\n[Client] Romeo's phone\n\tjid: romeo@localhost/phone\n\tport: 7000\n----\nRomeo's phone connects\n\n# why\nRomeo's phone sends:\n\t<presence/>\n", domains: new Dictionary<string, string> { ["localhost"] = "verona.lit" });
        Assert.Equal("Title", script.Title);
        Assert.Equal(new ClientSettings("Romeo's phone") { BareJid = "romeo@verona.lit", Resource = "phone", Port = 7000 }, Assert.Single(script.Clients));
        Assert.Equal([new Step(6, "Romeo's phone", Verb.Connects, ""), new Step(9, "Romeo's phone", Verb.Sends, "\t<presence/>")], script.Steps);
    }

    [Theory]
    [InlineData("Tybalt connects\n", "cannot read")]
    [InlineData("\t<presence/>\n", "indented text outside a block")]
    [InlineData("Romeo fights:\n\t<sword/>\n", "cannot read")]
    public void A_line_that_cannot_be_read_is_named(string line, string why)
    {
        var failure = Assert.Throws<ScenarioException>(() => ScriptParser.Parse("[Client] Romeo\n\tjid: romeo@localhost\n---\n" + line));
        Assert.Contains(":4: " + why, failure.Message, StringComparison.Ordinal);
    }

    private static string? Compare(string want, string got) => StanzaMatcher.Mismatch(Stanza(want), Stanza(got), new Dictionary<string, string>());

    private static XElement Stanza(string xml) => XElement.Parse($"<s xmlns='jabber:client'>{xml}</s>").Elements().Single();
}
