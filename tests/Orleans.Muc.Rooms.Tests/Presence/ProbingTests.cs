using Orleans.Muc.Rooms.Tests.Kit;

namespace Orleans.Muc.Rooms.Tests.Presence;

/// <summary>XEP-0045 §17.3.</summary>
public sealed class ProbingTests
{
    private readonly Stage stage = Stage.Open();

    public ProbingTests() => stage.With(stage.Juliet, stage.Rosaline);

    [Fact]
    public void Probe_is_answered_with_what_the_asker_may_see()
    {
        Probe(stage.Juliet, "Rosaline");
        Probe(stage.Romeo, "Rosaline");

        var seen = Assert.Single(stage.Juliet.Received);
        Assert.Equal($"{Stage.RoomJid}/Rosaline", seen["from"]);
        Assert.Equal("participant", seen.Item()["role"]);
        Assert.Null(seen.Item()["jid"]);
        Assert.Equal(stage.Rosaline.FullJid, Assert.Single(stage.Romeo.Received).Item()["jid"]);
        Assert.Empty(stage.Rosaline.Received);
        Assert.Empty(stage.Last.Events);
    }

    [Fact]
    public void Probe_of_oneself_is_answered_with_self_presence()
    {
        Probe(stage.Juliet, "Juliet");

        Assert.Contains("110", Assert.Single(stage.Juliet.Received).Codes());
    }

    [Fact]
    public void Nickname_that_nobody_has_is_unavailable()
    {
        Probe(stage.Juliet, "Tybalt");

        var seen = Assert.Single(stage.Juliet.Received);
        Assert.Equal(("unavailable", "none", "none"), (seen["type"], seen.Item()["affiliation"], seen.Item()["role"]));
    }

    [Fact]
    public void Member_who_is_away_is_shown_where_such_are_shown_and_only_there()
    {
        stage.Grants(stage.Romeo, "member", stage.Mercutio, "nick='Mercutio'");
        stage.ForgetAll();
        Probe(stage.Juliet, "Mercutio");
        Assert.Equal("none", Assert.Single(stage.Juliet.Received).Item()["affiliation"]);

        stage.Configures(stage.Romeo, [.. ((string[])["none", "visitor", "participant", "moderator"]).Select(role => ("muc#roomconfig_presencebroadcast", role))]);
        stage.ForgetAll();
        Probe(stage.Juliet, "Mercutio");
        var seen = Assert.Single(stage.Juliet.Received);
        Assert.Equal(("unavailable", "member"), (seen["type"], seen.Item()["affiliation"]));
        Assert.Null(seen.Item()["jid"]);
    }

    [Fact]
    public void Occupant_whose_presence_is_not_broadcast_stays_hidden()
    {
        stage.Configures(stage.Romeo, ("muc#roomconfig_presencebroadcast", "moderator"));
        stage.ForgetAll();

        Probe(stage.Juliet, "Rosaline");

        Assert.Equal("unavailable", Assert.Single(stage.Juliet.Received)["type"]);
    }

    [Fact]
    public void Probe_from_outside_is_refused_and_one_of_the_room_itself_is_ignored()
    {
        Probe(stage.Mercutio, "Juliet");
        stage.Send(stage.Juliet, $"<presence type='probe' to='{Stage.RoomJid}'/>");

        Assert.Equal("not-acceptable", Assert.Single(stage.Mercutio.Received).Condition());
        Assert.Empty(stage.Juliet.Received);
    }

    private void Probe(Person who, string nick) => stage.Send(who, $"<presence type='probe' to='{Stage.RoomJid}/{nick}'/>");
}
