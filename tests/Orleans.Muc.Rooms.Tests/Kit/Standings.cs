using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Kit;

/// <summary>What comes of a change of standing.</summary>
internal static class Standings
{
    /// <summary>The answer is a result, and Romeo, Juliet and Rosaline, who are inside, have each been shown those standings once.</summary>
    public static void AssertShown(this Stage stage, Element answer, params (string Nick, string Affiliation, string Role)[] standings)
    {
        Assert.Equal("result", answer["type"]);
        foreach (var (nick, affiliation, role) in standings)
            Assert.All([stage.Romeo, stage.Juliet, stage.Rosaline], person =>
            {
                var seen = Assert.Single(person.From($"{Stage.RoomJid}/{nick}"));
                Assert.Equal((null, affiliation, role), (seen["type"], seen.Item()["affiliation"], seen.Item()["role"]));
            });
    }

    /// <summary>The bare JIDs of an affiliation's list, as Romeo reads it.</summary>
    public static IEnumerable<string?> Listed(this Stage stage, string affiliation) =>
        Assert.Single(stage.Reads(stage.Romeo, $"affiliation='{affiliation}'").Children).Children.Select(item => item["jid"]);
}
