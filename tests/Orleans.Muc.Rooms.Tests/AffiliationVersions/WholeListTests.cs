using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.AffiliationVersions;

/// <summary>XEP-0463 §5.2.1: the whole list, which is the same for all who read the same of it.</summary>
public sealed class WholeListTests
{
    private readonly Stage stage = Stage.Open(("muc#roomconfig_whois", "anyone"), ("muc#roomconfig_persistentroom", "1"));
    private readonly List<EncodedStanza> lists = [];

    public WholeListTests()
    {
        stage.Watch = (_, _, stanza) =>
        {
            if (Xml.Text(stanza).StartsWith("<message", StringComparison.Ordinal) && Xml.Text(stanza).Contains("<mav ", StringComparison.Ordinal))
                lists.Add(stanza);
        };
        stage.Administers(stage.Romeo, "<item affiliation='member' jid='juliet@verona.lit'/><item affiliation='member' jid='rosaline@verona.lit'/><item affiliation='outcast' jid='paris@verona.lit'/>");
    }

    [Fact]
    public void It_is_encoded_once_for_all_who_read_the_same()
    {
        Following.Enter(stage, stage.Juliet);
        Following.Enter(stage, stage.Rosaline);
        Following.Enter(stage, stage.Juliet);

        Assert.Equal(3, lists.Count);
        Assert.True(lists[0].Tail.Equals(lists[1].Tail), "the same memory");
        Assert.True(lists[0].Tail.Equals(lists[2].Tail), "the same memory");
    }

    [Fact]
    public void Who_reads_more_is_told_more()
    {
        Following.Enter(stage, stage.Juliet);
        Following.Enter(stage, stage.Romeo);
        Following.Enter(stage, stage.Rosaline);

        Assert.Equal([3, 4, 3], lists.Select(list => Following.Items(Xml.Of(list)).Length));
    }

    [Fact]
    public void It_is_another_after_a_change()
    {
        Following.Enter(stage, stage.Juliet);
        stage.Leaves(stage.Juliet);
        stage.Grants(stage.Romeo, "member", stage.Mercutio);
        Following.Enter(stage, stage.Juliet);

        Assert.Equal([3, 4], lists.Select(list => Following.Items(Xml.Of(list)).Length));
        Assert.NotEqual(Until(lists[0]), Until(lists[1]));
    }

    [Fact]
    public void It_is_another_in_the_next_room_of_the_name()
    {
        Following.Enter(stage, stage.Romeo);
        stage.Asks(stage.Romeo, "set", $"<query xmlns='{Ns.MucOwner}'><destroy/></query>");
        Following.Enter(stage, stage.Romeo);

        Assert.Equal([(stage.Romeo.BareJid, "owner")], Following.Items(Xml.Of(lists[^1])));
    }

    [Fact]
    public void Who_enters_by_another_nickname_in_order_to_follow_follows()
    {
        stage.With(stage.Juliet);
        stage.ForgetAll();

        stage.Enters(stage.Juliet, "Jule", $"<mav xmlns='{Ns.MucAffiliations}'/>");

        Assert.DoesNotContain(stage.Juliet.Received, stanza => stanza["type"] == "error");
        Assert.Equal(3, Following.Items(Xml.Of(Assert.Single(lists))).Length);
        stage.Grants(stage.Romeo, "member", stage.Mercutio);
        Assert.Equal(2, lists.Count);
    }

    [Fact]
    public void Who_enters_by_another_nickname_without_asking_follows_no_longer()
    {
        Following.Enter(stage, stage.Juliet);
        stage.Enters(stage.Juliet, "Jule");

        stage.Grants(stage.Romeo, "member", stage.Mercutio);

        Assert.Single(lists);
    }

    private static string? Until(EncodedStanza list) => Xml.Of(list).User().Child("mav", Ns.MucAffiliations)!["until"];
}
