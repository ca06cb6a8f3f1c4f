using System.Text;
using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Avatars;

/// <summary>XEP-0486: a room's vCard and its avatar.</summary>
public sealed class RoomCardTests
{
    // The SHA-1 of "rose" and of "thorn".
    private const string RoseHash = "7b7074fca36fc89fb3f1e3c46d74f6ffe2477a09";
    private const string ThornHash = "653ca56794d35dca7a2a0a90bfde1cb4b21cf06d";

    private static readonly string Rose = Photo("rose");
    private static readonly string Thorn = Photo("thorn");

    private readonly Stage stage = Stage.Open();

    [Fact]
    public void Owner_publishes_and_anybody_reads_from_outside_too()
    {
        Assert.Equal("result", Publish(stage.Romeo, $"<FN>The balcony</FN>{Rose}")["type"]);

        var answer = Read(stage.Mercutio);

        Assert.Equal(("result", Stage.RoomJid), (answer["type"], answer["from"]));
        Xml.AssertSame($"<vCard xmlns='vcard-temp'><FN>The balcony</FN>{Rose}</vCard>", Assert.Single(answer.Children));
    }

    [Fact]
    public void Without_a_card_there_is_nothing_to_find()
    {
        Assert.Equal("item-not-found", Read(stage.Juliet).Condition());
        Assert.DoesNotContain("muc#roominfo_avatarhash", Fields().Keys);
        Assert.DoesNotContain(EntryOf(stage.Juliet), stanza => stanza["from"] == Stage.RoomJid && stanza.Name == "presence");
    }

    [Theory]
    [InlineData("admin")]
    [InlineData("member")]
    [InlineData("none")]
    public void Others_are_forbidden(string affiliation)
    {
        stage.Grants(stage.Romeo, affiliation, stage.Juliet);

        var answer = Publish(stage.Juliet, Rose);

        Assert.Equal(("forbidden", "auth"), (answer.Condition(), answer.ErrorType()));
        Assert.Null(stage.Room.Card);
    }

    [Fact]
    public void Admin_of_the_service_is_an_owner()
    {
        var prince = stage.Add(new Person("Prince"));

        Assert.Equal("result", Publish(prince, Rose)["type"]);
    }

    [Fact]
    public void Everybody_inside_is_told_and_nobody_else()
    {
        stage.With(stage.Juliet);

        Publish(stage.Romeo, Rose);

        Assert.Equal(["presence", "message"], stage.Juliet.Received.Select(stanza => stanza.Name));
        Assert.Equal(["iq", "presence", "message"], stage.Romeo.Received.Select(stanza => stanza.Name));
        var presence = stage.Juliet.Received[0];
        Assert.Equal((Stage.RoomJid, null), (presence["from"], presence["type"]));
        Xml.AssertSame($"<x xmlns='vcard-temp:x:update'><photo>{RoseHash}</photo></x>", Assert.Single(presence.Children));
        var notice = stage.Juliet.Received[1];
        Assert.Equal((Stage.RoomJid, "groupchat"), (notice["from"], notice["type"]));
        Xml.AssertUser("<status code='104'/>", notice);
        Assert.Empty(stage.Mercutio.Received);
    }

    [Fact]
    public void Newcomer_gets_the_hash_before_anybodys_presence()
    {
        Publish(stage.Romeo, Rose);

        var entry = EntryOf(stage.Juliet);

        Assert.Equal((Stage.RoomJid, RoseHash), (entry[0]["from"], entry[0].Child("x", Ns.VCardUpdate)!.Child("photo", Ns.VCardUpdate)!.Text));
        Assert.Equal([$"{Stage.RoomJid}/Romeo", $"{Stage.RoomJid}/Juliet"], entry.Skip(1).Where(stanza => stanza.Name == "presence").Select(stanza => stanza["from"]));
    }

    [Fact]
    public void Discovery_has_the_hash_of_every_format()
    {
        Publish(stage.Romeo, Rose + Thorn);

        Assert.Equal([RoseHash, ThornHash], Fields()["muc#roominfo_avatarhash"]);
        Assert.Contains(Ns.VCard, Info().ChildrenNamed("feature").Select(feature => feature["var"]));
    }

    [Fact]
    public void Hash_is_that_of_the_image_in_lower_case_digits()
    {
        // SHA-1 of the three bytes "abc" (FIPS 180-4, example 1).
        Publish(stage.Romeo, Photo("abc"));

        Assert.Equal(["a9993e364706816aba3e25717850c26c9cd0d89d"], stage.Room.Card!.Hashes);
    }

    [Fact]
    public void Lines_in_the_base64_do_not_matter_to_the_hash()
    {
        Publish(stage.Romeo, "<PHOTO><BINVAL>\n  cm9\n  zZQ==\n</BINVAL></PHOTO>");

        Assert.Equal([RoseHash], stage.Room.Card!.Hashes);
    }

    [Fact]
    public void Empty_card_takes_it_away()
    {
        stage.With(stage.Juliet);
        Publish(stage.Romeo, Rose);
        stage.ForgetAll();

        Publish(stage.Romeo, "");

        Xml.AssertSame("<x xmlns='vcard-temp:x:update'><photo/></x>", Assert.Single(stage.Juliet.Received[0].Children));
        Assert.Equal(["104"], stage.Juliet.Received[1].Codes());
        Assert.Equal("item-not-found", Read(stage.Juliet).Condition());
        Assert.DoesNotContain("muc#roominfo_avatarhash", Fields().Keys);
    }

    [Fact]
    public void Another_name_on_the_card_is_no_other_avatar()
    {
        stage.With(stage.Juliet);
        Publish(stage.Romeo, Rose);
        stage.ForgetAll();

        Publish(stage.Romeo, $"<FN>The balcony</FN>{Rose}");

        Assert.Equal("message", Assert.Single(stage.Juliet.Received).Name);
    }

    [Fact]
    public void The_same_card_again_is_no_change()
    {
        stage.With(stage.Juliet);
        Publish(stage.Romeo, Rose);
        stage.ForgetAll();

        Assert.Equal("result", Publish(stage.Romeo, Rose)["type"]);
        Assert.Equal("result", Publish(stage.Romeo, Rose)["type"]);

        Assert.Empty(stage.Juliet.Received);
        Assert.Empty(stage.Last.Events);
    }

    [Fact]
    public void Image_that_is_not_base64_is_a_bad_request_and_changes_nothing()
    {
        Publish(stage.Romeo, Rose);

        Assert.Equal("bad-request", Publish(stage.Romeo, "<PHOTO><BINVAL>r*se</BINVAL></PHOTO>").Condition());

        Assert.Equal([RoseHash], stage.Room.Card!.Hashes);
    }

    [Fact]
    public void Image_elsewhere_is_no_avatar()
    {
        Publish(stage.Romeo, "<PHOTO><EXTVAL>https://verona.lit/rose.png</EXTVAL></PHOTO>");

        Assert.Empty(stage.Room.Card!.Hashes);
        Assert.Equal("result", Read(stage.Juliet)["type"]);
    }

    [Fact]
    public void Card_has_its_largest_size()
    {
        var most = stage.Rules.MaxCardBytes;
        var rest = most - $"<vCard xmlns='vcard-temp'><NOTE></NOTE></vCard>".Length;

        Assert.Equal("result", Publish(stage.Romeo, $"<NOTE>{new string('a', rest)}</NOTE>")["type"]);
        Assert.Equal(most, stage.Room.Card!.Xml.Length);
        Assert.Equal("policy-violation", Publish(stage.Romeo, $"<NOTE>{new string('a', rest + 1)}</NOTE>").Condition());
        Assert.Equal("policy-violation", Publish(stage.Romeo, string.Concat(Enumerable.Repeat(Rose, 9))).Condition());
        Assert.Equal("result", Publish(stage.Romeo, string.Concat(Enumerable.Repeat(Rose, 8)))["type"]);
    }

    [Fact]
    public void Card_outlives_the_host_and_not_the_room()
    {
        Publish(stage.Romeo, Rose);
        stage.Restore();
        Assert.Equal([RoseHash], stage.Room.Card!.Hashes);

        stage.Asks(stage.Romeo, "set", $"<query xmlns='{Ns.MucOwner}'><destroy/></query>");

        Assert.Equal("item-not-found", Read(stage.Romeo).Condition());
        stage.Enters(stage.Romeo);
        Assert.Null(stage.Room.Card);
    }

    private static string Photo(string image) => $"<PHOTO><TYPE>image/png</TYPE><BINVAL>{Convert.ToBase64String(Encoding.UTF8.GetBytes(image))}</BINVAL></PHOTO>";

    private Element Publish(Person who, string inside) => stage.Asks(who, "set", $"<vCard xmlns='vcard-temp'>{inside}</vCard>");

    private Element Read(Person who) => stage.Asks(who, "get", "<vCard xmlns='vcard-temp'/>");

    private Element Info() => Assert.Single(stage.Asks(stage.Mercutio, "get", $"<query xmlns='{Ns.DiscoInfo}'/>").Children);

    private Dictionary<string, IEnumerable<string>> Fields() =>
        DataForm.From(Info().Child("x", Ns.DataForms))!.Fields.ToDictionary(field => field.Var!, field => (IEnumerable<string>)field.Values);

    private IReadOnlyList<Element> EntryOf(Person who)
    {
        who.Forget();
        stage.Enters(who);
        return who.Received;
    }
}
