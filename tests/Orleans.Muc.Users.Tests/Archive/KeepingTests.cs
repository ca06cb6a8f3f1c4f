using System.Text;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Users.Tests.Archive;

/// <summary>XEP-0313 §6.1.1: what is worth an archive.</summary>
public sealed class KeepingTests
{
    private const string Body = "<body>Good night</body>";

    [Theory]
    [InlineData(null, true)]
    [InlineData("normal", true)]
    [InlineData("chat", true)]
    [InlineData("unheard-of", true)]
    [InlineData("headline", false)]
    [InlineData("groupchat", false)]
    [InlineData("error", false)]
    public void Messages_of_two_are_kept_by_their_type(string? type, bool isKept) => Assert.Equal(isKept, Keeping.IsWorth(Message(Body) with { Type = type }));

    [Theory]
    [InlineData("<body/>", true)]
    [InlineData("<subject>Light</subject>", true)]
    [InlineData("<body xmlns='urn:other'>no body</body>", false)]
    [InlineData("<thread>t</thread>", false)]
    [InlineData("", false)]
    [InlineData("<composing xmlns='http://jabber.org/protocol/chatstates'/>", false)]
    [InlineData("<composing xmlns='http://jabber.org/protocol/chatstates'/><store xmlns='urn:xmpp:hints'/>", true)]
    [InlineData("<received xmlns='urn:xmpp:receipts' id='m1'/>", true)]
    [InlineData("<displayed xmlns='urn:xmpp:chat-markers:0' id='m1'/>", true)]
    [InlineData("<reactions xmlns='urn:xmpp:reactions:0' id='m1'/>", true)]
    [InlineData("<retract xmlns='urn:xmpp:message-retract:1' id='m1'/>", true)]
    [InlineData("<mentions xmlns='urn:xmpp:mmn:0'><forwarded xmlns='urn:xmpp:forward:0'/></mentions>", true)]
    [InlineData("<encryption xmlns='urn:xmpp:eme:0' namespace='urn:xmpp:omemo:2'/>", true)]
    [InlineData("<x xmlns='jabber:x:conference' jid='verona@conference.localhost'/>", true)]
    [InlineData("<x xmlns='http://jabber.org/protocol/muc#user'><invite/></x>", true)]
    [InlineData("<x xmlns='http://jabber.org/protocol/muc#user'><decline/></x>", true)]
    [InlineData("<x xmlns='http://jabber.org/protocol/muc#user'><status code='104'/></x>", false)]
    public void Messages_are_kept_by_what_they_hold(string payload, bool isKept) => Assert.Equal(isKept, Keeping.IsWorth(Message(payload)));

    [Theory]
    [InlineData("no-store", false)]
    [InlineData("no-permanent-store", false)]
    [InlineData("no-copy", true)]
    [InlineData("store", true)]
    public void Hint_of_the_sender_goes_before_the_content(string hint, bool isKept) =>
        Assert.Equal(isKept, Keeping.IsWorth(Message($"{Body}<{hint} xmlns='urn:xmpp:hints'/>")));

    [Fact]
    public void Hint_not_to_store_goes_before_one_to_store() =>
        Assert.False(Keeping.IsWorth(Message($"{Body}<store xmlns='urn:xmpp:hints'/><no-store xmlns='urn:xmpp:hints'/>")));

    /// <summary>XEP-0334 §4.4.</summary>
    [Theory]
    [InlineData("headline", true)]
    [InlineData("groupchat", false)]
    [InlineData("error", false)]
    public void Hint_to_store_goes_before_the_type_where_two_talk(string type, bool isKept) =>
        Assert.Equal(isKept, Keeping.IsWorth(Message($"{Body}<store xmlns='urn:xmpp:hints'/>") with { Type = type }));

    /// <summary>XEP-0424 §5.</summary>
    [Theory]
    [InlineData("chat", "no-store", true)]
    [InlineData("chat", "no-permanent-store", true)]
    [InlineData("headline", "store", true)]
    [InlineData("headline", "no-store", true)]
    [InlineData("groupchat", "store", false)]
    [InlineData("error", "store", false)]
    public void Retraction_is_kept_whatever_is_hinted(string type, string hint, bool isKept) =>
        Assert.Equal(isKept, Keeping.IsWorth(Message($"<retract xmlns='urn:xmpp:message-retract:1' id='m1'/><{hint} xmlns='urn:xmpp:hints'/>") with { Type = type }));

    [Fact]
    public void Presence_and_iq_are_not_kept()
    {
        Assert.False(Keeping.IsWorth(Cast.Presence(payload: Body)));
        Assert.False(Keeping.IsWorth(new Stanza(StanzaKind.Iq, Message(Body).Payload) { Type = "set" }));
    }

    [Fact]
    public void Text_is_that_of_all_bodies()
    {
        Assert.Null(Keeping.TextOf(Message("<subject>Light</subject>")));
        Assert.Equal("Good night\nGute Nacht & <", Keeping.TextOf(Message($"{Body}<body xml:lang='de'>Gute Nacht &amp; &lt;</body><body xmlns='urn:other'>x</body>")));
    }

    private static Stanza Message(string payload) => new(StanzaKind.Message, Payload.Parse(Encoding.UTF8.GetBytes(payload)));
}
