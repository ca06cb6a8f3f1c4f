using Orleans.Muc.Cluster.Tests.Kit;

namespace Orleans.Muc.Cluster.Tests.Rooms;

/// <summary>Questions between occupants on different silos (XEP-0045 §17.4).</summary>
public sealed class RelayedQuestionTests
{
    [Fact]
    public async Task Answer_comes_back_from_another_silo()
    {
        await using var cluster = await MucCluster.StartAsync(3);
        var (romeo, juliet, room) = await cluster.MeetingAsync();

        await juliet.SendAsync($"<iq type='get' id='v1' to='{room}/Romeo'><query xmlns='jabber:iq:version'/></iq>");
        var question = await romeo.ExpectAsync($"<iq type='get' from='{room}/Juliet'><query xmlns='jabber:iq:version'/></iq>");
        await romeo.SendAsync($"<iq type='result' id='{(string?)question.Attribute("id")}' to='{room}/Juliet'><query xmlns='jabber:iq:version'><name>Montague</name></query></iq>");

        await juliet.ExpectAsync($"<iq type='result' id='v1' from='{room}/Romeo'><query xmlns='jabber:iq:version'><name>Montague</name></query></iq>");
    }

    [Fact]
    public async Task Who_does_not_answer_is_answered_for_though_nothing_else_happens_in_the_room()
    {
        await using var cluster = await MucCluster.StartAsync(3);
        var (_, juliet, room) = await cluster.MeetingAsync();

        await juliet.SendAsync($"<iq type='get' id='v1' to='{room}/Romeo'><query xmlns='jabber:iq:version'/></iq>");

        await juliet.ExpectAsync($"<iq type='error' id='v1' from='{room}/Romeo'><error type='wait'><remote-server-timeout xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>", TimeSpan.FromSeconds(30));
    }
}
