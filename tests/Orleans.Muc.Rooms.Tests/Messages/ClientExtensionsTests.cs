using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Messages;

/// <summary>XEP-0045 §17.2, §18.1: what clients say to clients passes through a room as it is, and newcomers get it too.</summary>
public sealed class ClientExtensionsTests
{
    private readonly Stage stage = Stage.Open();

    public ClientExtensionsTests() => stage.With(stage.Juliet);

    /// <summary>XEP-0308 §3; XEP-0333 §4; XEP-0444 §3; XEP-0461 §3; XEP-0428 §3; XEP-0045 §14.2.</summary>
    [Theory]
    [InlineData("<body>What's in a name?</body><replace xmlns='urn:xmpp:message-correct:0' id='m1'/>")]
    [InlineData("<body>What's in a name?</body><markable xmlns='urn:xmpp:chat-markers:0'/>")]
    [InlineData("<displayed xmlns='urn:xmpp:chat-markers:0' id='m1'/>")]
    [InlineData("<reactions xmlns='urn:xmpp:reactions:0' id='m1'><reaction>🌹</reaction></reactions>")]
    [InlineData("<body>&gt; Ay me!\nShe speaks.</body><reply xmlns='urn:xmpp:reply:0' to='balcony@conference.verona.lit/Juliet' id='m1'/><fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body start='0' end='9'/></fallback>")]
    [InlineData("<encrypted xmlns='eu.siacs.conversations.axolotl'><header sid='1'><key rid='2'>MwohBQ==</key><iv>aXY=</iv></header><payload>c2VjcmV0</payload></encrypted><body>Encrypted.</body>")]
    [InlineData("<body>hello</body><html xmlns='http://jabber.org/protocol/xhtml-im'><body xmlns='http://www.w3.org/1999/xhtml'><p>hello</p></body></html>")]
    public void What_is_meant_for_clients_passes_unchanged_and_is_kept(string payload)
    {
        stage.Send(stage.Juliet, $"<message type='groupchat' id='m2'>{payload}</message>");
        stage.Enters(stage.Rosaline);

        var said = Xml.Parse($"<message xmlns='{Ns.Client}'>{payload}</message>").Children.ToList();
        var live = Assert.Single(stage.Romeo.Received, stanza => stanza.Name == "message");
        var past = Assert.Single(stage.Rosaline.Received, stanza => stanza.Child("delay") is not null);
        Assert.All([live, past], message =>
        {
            Assert.Equal("m2", message["id"]);
            Assert.Equal(said.Select(Text), message.Children.Take(said.Count).Select(Text));
        });

        static string Text(Element element) => element.ToString();
    }

    /// <summary>XEP-0045 §7.9: a conversation of two that goes on in a room brings its past along, whose stamps are not the room's.</summary>
    [Fact]
    public void Stamps_of_an_earlier_conversation_are_kept()
    {
        stage.Send(
            stage.Romeo,
            $"<message type='groupchat'><body>Ay me!</body><thread>t1</thread><delay xmlns='{Ns.Delay}' from='juliet@verona.lit/orchard' stamp='2026-06-29T21:00:00Z'/></message>");

        var message = Assert.Single(stage.Juliet.Received);
        Assert.Equal("t1", message.Child("thread")!.Text);
        var stamp = Assert.Single(message.ChildrenNamed("delay"));
        Assert.Equal(("juliet@verona.lit/orchard", "2026-06-29T21:00:00Z"), (stamp["from"], stamp["stamp"]));
    }
}
