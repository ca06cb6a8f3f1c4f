using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Users.Tests;

/// <summary>RFC 6121 §8.5, row by row. Romeo has an orchard of priority 1, a phone of priority 0, a bot of priority -1, and a silent session.</summary>
public sealed class DeliveryRulesTests
{
    private const string Everybody = "bot orchard phone";
    private const string Reachable = "orchard phone";
    private const string Refused = "service-unavailable";
    private const string Nothing = "";

    [Theory]
    [InlineData(null, Reachable)]
    [InlineData("normal", Reachable)]
    [InlineData("unheard-of", Reachable)]
    [InlineData("chat", Reachable)]
    [InlineData("headline", Reachable)]
    [InlineData("groupchat", Refused)]
    [InlineData("error", Nothing)]
    public void A_message_to_Romeo(string? type, string outcome) => AssertOutcome(outcome, Cast.Message(type, "romeo@montague.example"));

    [Theory]
    [InlineData(null, Refused)]
    [InlineData("chat", Refused)]
    [InlineData("headline", Nothing)]
    [InlineData("groupchat", Refused)]
    [InlineData("error", Nothing)]
    public void A_message_to_Romeo_when_only_his_bot_is_there(string? type, string outcome) =>
        AssertOutcome(outcome, Cast.Message(type, "romeo@montague.example"), Only("bot"));

    [Theory]
    [InlineData("orchard")]
    [InlineData("bot")]
    [InlineData("silent")]
    public void A_message_of_any_type_to_a_session_that_is_there(string resource)
    {
        foreach (var type in (string?[])[null, "normal", "chat", "headline", "groupchat", "error"])
            AssertOutcome(resource, Cast.Message(type, $"romeo@montague.example/{resource}"));
    }

    [Theory]
    [InlineData(null, Refused)]
    [InlineData("normal", Refused)]
    [InlineData("chat", Reachable)]
    [InlineData("headline", Nothing)]
    [InlineData("groupchat", Refused)]
    [InlineData("error", Nothing)]
    public void A_message_to_a_session_that_is_gone(string? type, string outcome) =>
        AssertOutcome(outcome, Cast.Message(type, "romeo@montague.example/tomb"));

    [Theory]
    [InlineData("chat", "", true)]
    [InlineData(null, "", true)]
    [InlineData("chat", "/tomb", true)]
    [InlineData(null, "/tomb", false)]
    [InlineData(null, "/bot", true)]
    public void A_message_that_would_be_refused_even_with_an_archive_is_not_accepted(string? type, string resource, bool isAccepted)
    {
        var message = Cast.Message(type, Cast.Romeo + resource);

        Assert.Equal(isAccepted, DeliveryRules.Accepts(Only("bot"), message));
    }

    [Fact]
    public void A_message_that_is_stored_is_never_answered_with_an_error()
    {
        foreach (var to in new[] { Cast.Romeo.ToString(), $"{Cast.Romeo}/tomb" })
        {
            var decision = DeliveryRules.DecideStored(Only("bot"), Cast.Message("chat", to));
            Assert.Empty(decision.To);
            Assert.Null(decision.Refusal);
        }

        Assert.Single(DeliveryRules.DecideStored(Only("orchard"), Cast.Message("chat", Cast.Romeo.ToString())).To);
    }

    [Theory]
    [InlineData(null, Everybody)]
    [InlineData("unavailable", Everybody)]
    [InlineData("subscribe", Nothing)]
    [InlineData("probe", Nothing)]
    [InlineData("error", Nothing)]
    public void Presence_to_Romeo(string? type, string outcome) => AssertOutcome(outcome, Cast.Presence(type) with { To = Cast.Romeo });

    [Fact]
    public void Presence_to_one_session()
    {
        AssertOutcome("bot", Cast.Presence() with { To = Jid.Parse("romeo@montague.example/bot") });
        AssertOutcome(Nothing, Cast.Presence() with { To = Jid.Parse("romeo@montague.example/tomb") });
    }

    [Theory]
    [InlineData("get", "", Refused)]
    [InlineData("set", "", Refused)]
    [InlineData("result", "", Nothing)]
    [InlineData("error", "", Nothing)]
    [InlineData("get", "/orchard", "orchard")]
    [InlineData("result", "/silent", "silent")]
    [InlineData("get", "/tomb", Refused)]
    [InlineData("set", "/tomb", Refused)]
    [InlineData("result", "/tomb", Nothing)]
    [InlineData("error", "/tomb", Nothing)]
    public void An_iq_to_Romeo_or_a_session(string type, string resource, string outcome) =>
        AssertOutcome(outcome, new Stanza(StanzaKind.Iq, Payload.Empty) { Type = type, To = Jid.Parse("romeo@montague.example" + resource) });

    [Fact]
    public void Nobody_can_tell_an_absent_Romeo_from_one_that_never_was()
    {
        var nobody = new Resources();
        foreach (var type in (string?[])[null, "chat", "groupchat"])
            AssertOutcome(Refused, Cast.Message(type, "romeo@montague.example"), nobody);
        AssertOutcome(Nothing, Cast.Message("headline", "romeo@montague.example"), nobody);
        AssertOutcome(Nothing, Cast.Presence() with { To = Cast.Romeo }, nobody);
    }

    private static void AssertOutcome(string expected, Stanza stanza, Resources? resources = null)
    {
        var (to, refusal) = DeliveryRules.Decide(resources ?? Only("orchard", "phone", "bot", "silent"), stanza);
        var outcome = refusal is null ? string.Join(' ', to.Select(resource => resource.Session).Order(StringComparer.Ordinal)) : Refused;
        Assert.Equal(expected, outcome);
        if (refusal is not null)
            Assert.Equal(StanzaErrorCondition.ServiceUnavailable, refusal.Condition);
    }

    private static Resources Only(params string[] names)
    {
        var resources = new Resources();
        foreach (var name in names)
        {
            resources.Bind(Cast.Session(name));
            var priority = name switch { "orchard" => 1, "bot" => -1, _ => 0 };
            if (name != "silent")
                resources.Broadcast(name, Cast.Presence(payload: $"<priority>{priority}</priority>"));
        }

        return resources;
    }
}
