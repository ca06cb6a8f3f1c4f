using Orleans.Muc.Abstractions.States;
using Orleans.Muc.Cluster.Tests.Kit;
using Orleans.Muc.Grains.Users;
using Orleans.Muc.Users;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Cluster.Tests.Users;

/// <summary>What is stored of a user has a size that every storage takes.</summary>
public sealed class UserShelfTests
{
    private static readonly Jid Juliet = Jid.Parse("juliet@localhost");

    [Fact]
    public async Task A_roster_grows_to_the_very_bound_and_no_byte_beyond()
    {
        var state = new HeldState<UserState>();
        var shelf = new UserShelf(state);
        await shelf.PutConnections([new string('c', StateSize.MostOfUsers / 2), new string('d', (StateSize.MostOfUsers / 2) - 2_000)]);
        Assert.True(await shelf.Put(Set("")));
        var space = StateSize.MostOfUsers - StateSize.Of(state.State);
        Assert.InRange(space, 1, 2_000);

        Assert.False(await shelf.Put(Set(new string('n', space + 1))));
        Assert.Equal("", Assert.Single(shelf.Roster.Contacts).Name);
        Assert.True(await shelf.Put(Set(new string('n', space))));
        Assert.Equal(StateSize.MostOfUsers, StateSize.Of(state.State));

        // What is over the bound from before may be made smaller, and what the grain notes by itself is not refused.
        await shelf.PutConnections([.. shelf.Connections, "another"]);
        Assert.True(await shelf.Put(Set(new string('n', space - 1))));
        Assert.False(await shelf.Put(Set(new string('n', space))));
        Assert.False(await shelf.Put(new ArchivePreferences(ArchiveDefault.Always, [Juliet], [])));
        Assert.Equal(ArchivePreferences.Initial, shelf.Preferences);
        Assert.True(await shelf.Put(new ContactRemoved(shelf.Roster.Version + 1, Juliet)));
    }

    [Fact]
    public async Task A_client_that_fills_its_roster_is_refused_and_goes_on_when_it_has_removed_something()
    {
        await using var cluster = await MucCluster.StartAsync(1);
        var romeo = await cluster.LoginAsync("Romeo", cluster.Silos[0], "orchard");
        var groups = string.Concat(Enumerable.Range(0, RosterLimits.Groups).Select(n => $"<group>{new string((char)('a' + n), RosterLimits.GroupBytes)}</group>"));
        var (contacts, answer) = (0, "");
        for (; contacts < RosterLimits.Contacts; contacts++)
        {
            answer = await Ask($"<item jid='{new string('j', 900)}{contacts}@localhost'>{groups}</item>");
            if (!answer.Contains("type=\"result\"", StringComparison.Ordinal))
                break;
        }

        Assert.InRange(contacts, 100, RosterLimits.Contacts - 1);
        Assert.Contains("type=\"wait\"", answer, StringComparison.Ordinal);
        Assert.Contains("resource-constraint", answer, StringComparison.Ordinal);
        Assert.InRange(StateSize.Of((await cluster.AccountAsync("romeo@localhost")).User), StateSize.MostOfUsers - 8_000, StateSize.MostOfUsers);
        await Ask($"<item jid='{new string('j', 900)}0@localhost' subscription='remove'/>");
        Assert.Contains("type=\"result\"", await Ask($"<item jid='{new string('j', 900)}{contacts}@localhost'>{groups}</item>"), StringComparison.Ordinal);

        async Task<string> Ask(string item) => (await romeo.AskAsync($"<iq type='set' id='r{Guid.NewGuid()}'><query xmlns='jabber:iq:roster'>{item}</query></iq>")).ToString();
    }

    private static ContactSet Set(string name) => new(9, new Contact(Juliet, name, []));
}
