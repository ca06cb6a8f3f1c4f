using Orleans.Muc.Rooms.Tests.Kit;

namespace Orleans.Muc.Rooms.Tests.Registration;

/// <summary>XEP-0045 §7.10: a room that holds people to the nickname they have registered.</summary>
public sealed class EnforcedNickTests
{
    private readonly Stage stage = Stage.Open(("{urn:orleans-muc:roomconfig}enforce_registered_nick", "1"));

    public EnforcedNickTests()
    {
        stage.Grants(stage.Romeo, "member", stage.Juliet, "nick='Jules'");
        stage.ForgetAll();
    }

    /// <summary>XEP-0045 §7.2.2 M6.</summary>
    [Fact]
    public void Who_enters_by_another_nickname_gets_the_registered_one_and_is_told()
    {
        stage.Enters(stage.Juliet, "Juliet");

        Assert.Equal("juliet@verona.lit", stage.Find("Jules").BareJid.ToString());
        var self = stage.Juliet.Received.Single(stanza => stanza.Name == "presence" && stanza.Codes().Contains("110"));
        Assert.Equal($"{Stage.RoomJid}/Jules", self["from"]);
        Assert.Equal(["210", "110"], self.Codes());
    }

    [Fact]
    public void Who_enters_by_the_registered_one_is_told_nothing_of_it()
    {
        stage.Enters(stage.Juliet, "Jules");

        Assert.DoesNotContain(stage.Juliet.Received, stanza => stanza.Name == "presence" && stanza.Codes().Contains("210"));
    }

    [Fact]
    public void Entering_again_by_another_nickname_is_entering_again()
    {
        stage.Enters(stage.Juliet, "Juliet");
        stage.Enters(stage.Juliet, "Capulet");

        Assert.Equal(["Jules", "Romeo"], stage.Roster.Select(entry => entry.Nick.Value).Order());
    }

    /// <summary>XEP-0045 §7.6 M4.</summary>
    [Fact]
    public void Who_is_inside_by_an_older_nickname_can_be_synchronized_again()
    {
        stage.Enters(stage.Rosaline);
        stage.Grants(stage.Romeo, "member", stage.Rosaline, "nick='Rose'");
        stage.ForgetAll();

        stage.Enters(stage.Rosaline);

        Assert.Equal($"{Stage.RoomJid}/Rosaline", stage.Rosaline.Received.Single(stanza => stanza.Name == "presence" && stanza.Codes().Contains("110"))["from"]);
    }

    [Fact]
    public void Another_nickname_is_not_acceptable_later()
    {
        stage.Enters(stage.Juliet, "Jules");
        stage.ForgetAll();

        stage.ShowsPresence(stage.Juliet, "Juliet");

        var error = Assert.Single(stage.Juliet.Received);
        Assert.Equal(("not-acceptable", "cancel"), (error.Condition(), error.ErrorType()));
    }

    [Fact]
    public void Who_has_registered_none_is_free()
    {
        stage.Enters(stage.Rosaline);
        stage.ShowsPresence(stage.Rosaline, "Rose");

        Assert.NotNull(stage.Find("Rose"));
    }

    /// <summary>XEP-0045 §7.6 M2, §7.10.</summary>
    [Fact]
    public void Who_registers_inside_goes_by_it_from_then_on_and_all_see_210()
    {
        stage.Grants(stage.Romeo, "member", stage.Rosaline);
        stage.With(stage.Rosaline, stage.Mercutio);

        stage.Registers(stage.Rosaline, "Rose");

        Assert.Equal("rosaline@verona.lit", stage.Find("Rose").BareJid.ToString());
        Assert.Contains("303", stage.Mercutio.From($"{Stage.RoomJid}/Rosaline")[^1].Codes());
        Assert.Contains("210", Assert.Single(stage.Mercutio.From($"{Stage.RoomJid}/Rose")).Codes());
    }
}
