using System.Globalization;
using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Discovery;

/// <summary>XEP-0045 §6.5 and §14.4: who learns from the room who is inside.</summary>
public sealed class OccupantItemsTests
{
    private const string PublicOccupants = "{urn:orleans-muc:roomconfig}public_occupants";

    private readonly Stage stage = Stage.Open();

    [Fact]
    public void Those_inside_see_everybody()
    {
        stage.With(stage.Rosaline, stage.Juliet);

        Assert.Equal(["Juliet", "Romeo", "Rosaline"], Nicks(Items(stage.Juliet)));
        Assert.All(Items(stage.Juliet).Children, item => Assert.Equal(["jid"], item.Attributes.Select(attribute => attribute.Name)));
    }

    [Fact]
    public void Another_device_of_somebody_inside_counts_as_inside()
    {
        var phone = stage.Add(new Person("Romeo", "phone"));

        Assert.Equal(["Romeo"], Nicks(Items(phone)));
    }

    [Fact]
    public void Those_outside_are_told_nothing_not_even_how_many() =>
        Xml.AssertSame($"<query xmlns='{Ns.DiscoItems}'/>", Items(stage.Juliet, "<max>0</max>"));

    [Theory]
    [InlineData("1", "1", 1)]
    [InlineData("0", "1", 0)]
    [InlineData("1", "0", 0)]
    public void Those_outside_see_it_where_the_room_is_public_and_says_so(string isPublic, string saysSo, int seen)
    {
        stage.Configures(stage.Romeo, ("muc#roomconfig_publicroom", isPublic), (PublicOccupants, saysSo));

        Assert.Equal(seen, Nicks(Items(stage.Juliet)).Length);
    }

    [Fact]
    public void Outcasts_see_nothing_whatever_the_room_says()
    {
        stage.Configures(stage.Romeo, (PublicOccupants, "1"));
        stage.Grants(stage.Romeo, "outcast", stage.Juliet);

        Assert.Empty(Nicks(Items(stage.Juliet)));
    }

    [Fact]
    public void Whose_presence_is_not_broadcast_is_seen_by_themselves_only()
    {
        stage.Configures(stage.Romeo, ("muc#roomconfig_moderatedroom", "1"), ("muc#roomconfig_presencebroadcast", "moderator"), (PublicOccupants, "1"));
        stage.With(stage.Juliet, stage.Rosaline);

        Assert.Equal(["Juliet", "Romeo"], Nicks(Items(stage.Juliet)));
        Assert.Equal(["Romeo"], Nicks(Items(stage.Romeo)));
        Assert.Equal(["Romeo"], Nicks(Items(stage.Mercutio)));
    }

    [Fact]
    public void Real_addresses_are_not_told()
    {
        stage.With(stage.Juliet);

        Assert.DoesNotContain("@verona.lit", Items(stage.Romeo).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void List_follows_who_comes_goes_and_changes_nickname()
    {
        Assert.Equal(["Romeo"], Nicks(Items(stage.Romeo)));
        stage.With(stage.Juliet, stage.Mercutio);
        Assert.Equal(["Juliet", "Mercutio", "Romeo"], Nicks(Items(stage.Romeo)));
        stage.ShowsPresence(stage.Juliet, "Viola");
        Assert.Equal(["Mercutio", "Romeo", "Viola"], Nicks(Items(stage.Romeo)));
        stage.ShowsPresence(stage.Juliet, "Viola", "<show>away</show>");
        stage.Leaves(stage.Mercutio);
        Assert.Equal(["Romeo", "Viola"], Nicks(Items(stage.Romeo)));
    }

    [Fact]
    public void List_comes_in_pages()
    {
        stage.With(stage.Juliet, stage.Mercutio, stage.Rosaline);

        var page = Items(stage.Romeo, $"<max>2</max><after>{Stage.RoomJid}/Juliet</after>");

        Assert.Equal(["Mercutio", "Romeo"], Nicks(page));
        Xml.AssertSame(
            $"""
             <set xmlns='{Ns.Rsm}'><first index='1'>{Stage.RoomJid}/Mercutio</first><last>{Stage.RoomJid}/Romeo</last><count>4</count></set>
             """,
            page.Child("set", Ns.Rsm)!);
        Assert.Equal(["Rosaline"], Nicks(Items(stage.Romeo, "<max>1</max><before/>")));
        Xml.AssertSame($"<query xmlns='{Ns.DiscoItems}'><set xmlns='{Ns.Rsm}'><count>4</count></set></query>", Items(stage.Romeo, "<max>0</max>"));
        Assert.Equal("bad-request", Ask(stage.Romeo, "<max>few</max>").Condition());
    }

    [Fact]
    public void Long_list_is_not_told_at_once()
    {
        for (var i = 0; i < 250; i++)
            stage.Enters(stage.Add(new Person(string.Create(CultureInfo.InvariantCulture, $"p{i:d3}"))));

        var list = Items(stage.Romeo);

        Assert.Equal(200, Nicks(list).Length);
        Assert.Equal("251", list.Child("set", Ns.Rsm)!.Child("count")!.Text);
    }

    [Fact]
    public void Node_that_is_unknown_is_not_found() =>
        Assert.Equal("item-not-found", stage.Asks(stage.Romeo, "get", $"<query xmlns='{Ns.DiscoItems}' node='nowhere'/>").Condition());

    private static string[] Nicks(Element items) => [.. items.ChildrenNamed("item").Select(item => Jid.Parse(item["jid"]!).Resourcepart!)];

    private Element Ask(Person who, string set) =>
        stage.Asks(who, "get", $"<query xmlns='{Ns.DiscoItems}'>{(set.Length == 0 ? "" : $"<set xmlns='{Ns.Rsm}'>{set}</set>")}</query>");

    private Element Items(Person who, string set = "") => Assert.Single(Ask(who, set).Children);
}
