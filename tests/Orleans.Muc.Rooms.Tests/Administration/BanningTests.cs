using Orleans.Muc.Rooms.Tests.Kit;

namespace Orleans.Muc.Rooms.Tests.Administration;

/// <summary>XEP-0045 §9.1 and §9.2.</summary>
public sealed class BanningTests
{
    private readonly Stage stage = Stage.Open();

    public BanningTests() => stage.With(stage.Juliet, stage.Rosaline);

    /// <summary>XEP-0045 §9.1 M1, M2, M4: a full JID stands for its user, on whatever device.</summary>
    [Fact]
    public void Ban_is_of_the_user_and_is_listed_and_answered()
    {
        var phone = stage.Add(new Person("Juliet", "phone"));

        Assert.Equal("result", stage.Administers(stage.Romeo, $"<item affiliation='outcast' jid='{stage.Juliet.FullJid}'/>")["type"]);

        Assert.Equal([stage.Juliet.BareJid], stage.Listed("outcast"));
        stage.Enters(phone);
        Assert.Equal("forbidden", Assert.Single(phone.Received).Condition());
    }

    /// <summary>XEP-0045 §9.1 M5, M6: all devices go, in one presence for each nickname.</summary>
    [Fact]
    public void Ban_removes_every_session_of_the_user()
    {
        var phone = stage.Add(new Person("Juliet", "phone"));
        stage.Enters(phone, "Capulet");
        stage.ForgetAll();

        stage.Grants(stage.Romeo, "outcast", stage.Juliet);

        Assert.Equal(["301", "110"], Assert.Single(stage.Juliet.From($"{Stage.RoomJid}/Juliet")).Codes());
        Assert.Equal(["301", "110"], Assert.Single(phone.From($"{Stage.RoomJid}/Capulet")).Codes());
        Assert.Equal(["301"], Assert.Single(stage.Rosaline.From($"{Stage.RoomJid}/Juliet")).Codes());
        Assert.Equal(["301"], Assert.Single(stage.Rosaline.From($"{Stage.RoomJid}/Capulet")).Codes());
        Assert.Equal(["Romeo", "Rosaline"], stage.Roster.Select(entry => entry.Nick.Value).Order(StringComparer.Ordinal));
    }

    /// <summary>XEP-0045 §9.2 M3, M4, M5: every item counts, and what is on the list already stays.</summary>
    [Fact]
    public void Ban_delta_removes_everybody_it_names_with_their_nicknames()
    {
        stage.Administers(stage.Romeo, "<item affiliation='outcast' jid='tybalt@verona.lit'/>");
        stage.Grants(stage.Romeo, "member", stage.Juliet, "nick='Jules'");
        stage.Grants(stage.Romeo, "member", stage.Mercutio, "nick='Merc'");
        stage.ForgetAll();

        var answer = stage.Administers(
            stage.Romeo,
            $"<item affiliation='outcast' jid='{stage.Juliet.BareJid}'/><item affiliation='outcast' jid='{stage.Mercutio.BareJid}'><reason>Both your houses</reason></item>");

        Assert.Equal("result", answer["type"]);
        Assert.Equal(["301", "110"], Assert.Single(stage.Juliet.Received).Codes());
        Assert.Equal(["301"], Assert.Single(stage.Rosaline.From($"{Stage.RoomJid}/Juliet")).Codes());
        Assert.Equal([stage.Juliet.BareJid, stage.Mercutio.BareJid, "tybalt@verona.lit"], stage.Listed("outcast"));
        Assert.DoesNotContain(stage.Room.Members, member => member.ReservedNick is not null);
    }

    /// <summary>XEP-0045 §9.2 M6.</summary>
    [Theory]
    [InlineData("admin", "romeo@verona.lit", "not-allowed")]
    [InlineData("admin", "juliet@verona.lit", "conflict")]
    [InlineData("owner", "juliet@verona.lit", "conflict")]
    public void Ban_delta_with_a_ban_that_may_not_be_is_refused_whole(string actor, string whom, string condition)
    {
        stage.Grants(stage.Romeo, actor, stage.Juliet);
        stage.ForgetAll();

        var answer = stage.Administers(stage.Juliet, $"<item affiliation='outcast' jid='{stage.Rosaline.BareJid}'/><item affiliation='outcast' jid='{whom}'/>");

        Assert.Equal(condition, answer.Condition());
        Assert.Empty(stage.Listed("outcast"));
        Assert.Empty(stage.Rosaline.Received);
    }

    /// <summary>XEP-0045 §9.2: a ban is lifted by the affiliation none.</summary>
    [Fact]
    public void Lifted_ban_lets_in_again()
    {
        stage.Grants(stage.Romeo, "outcast", stage.Juliet);

        Assert.Equal("result", stage.Grants(stage.Romeo, "none", stage.Juliet)["type"]);

        Assert.Empty(stage.Listed("outcast"));
        stage.Enters(stage.Juliet);
        Assert.Equal(3, stage.Room.OccupantCount);
    }
}
