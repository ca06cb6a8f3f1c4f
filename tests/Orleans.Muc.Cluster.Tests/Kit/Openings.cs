using Orleans.Muc.Abstractions.Users;
using Orleans.Muc.Testing;
using Orleans.TestingHost;

namespace Orleans.Muc.Cluster.Tests.Kit;

/// <summary>How stories across silos begin. Where a grain goes is up to Orleans, so names are tried until one is where the story needs it.</summary>
internal static class Openings
{
    /// <summary>Romeo on the gateway of the first silo, Juliet on that of the second, and a room that Romeo has made on neither. Juliet has not entered.</summary>
    public static async Task<(XmppClient Romeo, XmppClient Juliet, string Room)> BalconyAsync(this MucCluster cluster, string configuration = "")
    {
        var romeo = await cluster.LoginAsync("Romeo", cluster.Silos[0]);
        var juliet = await cluster.LoginAsync("Juliet", cluster.Silos[1]);
        return (romeo, juliet, await cluster.CreateAwayFromAsync(romeo, configuration, cluster.Silos[0], cluster.Silos[1]));
    }

    /// <summary>As <see cref="BalconyAsync"/>, and Juliet has entered.</summary>
    public static async Task<(XmppClient Romeo, XmppClient Juliet, string Room)> MeetingAsync(this MucCluster cluster, string configuration = "")
    {
        var (romeo, juliet, room) = await cluster.BalconyAsync(configuration);
        await juliet.EnterAsync(room, "Juliet");
        await romeo.ExpectAsync($"<presence from='{room}/Juliet'/>");
        return (romeo, juliet, room);
    }

    /// <summary>A room that lives on none of these silos.</summary>
    public static async Task<string> CreateAwayFromAsync(this MucCluster cluster, XmppClient who, string configuration, params SiloHandle[] silos)
    {
        for (var i = 0; i < 100; i++)
        {
            var room = $"verona{i}@conference.localhost";
            await who.CreateAsync(room, who.Settings.Name, configuration);
            var home = cluster.HomeOf(room) ?? throw new InvalidOperationException($"{room} is nowhere.");
            if (!silos.Contains(home))
                return room;
            await who.SendAsync($"<presence type='unavailable' to='{room}/{who.Settings.Name}'/>");
            await who.ExpectAsync($"<presence type='unavailable' from='{room}/{who.Settings.Name}'/>");
        }

        throw new InvalidOperationException("A hundred rooms, and every one on the wrong silo.");
    }

    /// <summary>Two devices of Romeo, on the gateways of the first and the second silo.</summary>
    public static async Task<(XmppClient Orchard, XmppClient Phone)> TwoDevicesAsync(this MucCluster cluster) =>
        (await cluster.LoginAsync("Romeo", cluster.Silos[0], "orchard"), await cluster.LoginAsync("Romeo", cluster.Silos[1], "phone"));

    /// <summary>Somebody, with one device, whose grain is not on the first silo: that one holds the membership of a test cluster and must live.</summary>
    public static async Task<(XmppClient Device, SiloHandle Home)> SomebodyElsewhereAsync(this MucCluster cluster)
    {
        for (var i = 0; i < 50; i++)
        {
            var device = await cluster.LoginAsync($"Romeo{i}", cluster.Silos[0], "first");
            if (cluster.HomeOfUser(device.Settings.BareJid) is { } home && home != cluster.Silos[0])
                return (device, home);
            await device.DisposeAsync();
        }

        throw new InvalidOperationException("Fifty people, and every one on the first silo.");
    }

    /// <summary>An account whose removal is held, on another silo than the first: that one holds the membership of a test cluster and must live.</summary>
    public static async Task<(string Account, HeldArchive.Hand Deletion, SiloHandle Remover)> RemoveElsewhereAsync(this MucCluster cluster, XmppClient juliet, Func<XmppClient, XmppClient, Task> furnish)
    {
        var asked = cluster.CallsOf<IUserGrain>(nameof(IUserGrain.Forget));
        for (var i = 0; i < 50; i++)
        {
            var account = $"romeo{i}@localhost";
            var romeo = await cluster.LoginAsync($"Romeo{i}", cluster.Silos[0], "first");
            await furnish(romeo, juliet);
            var deletion = cluster.Archives.HoldDeletion(account);
            await romeo.AskAsync(Removals.Remove);
            await deletion.Caught;
            var remover = cluster.Silos.Single(silo => silo.SiloAddress.Equals(asked.First(call => call.To.Key.ToString() == account).From));
            if (remover != cluster.Silos[0])
                return (account, deletion, remover);
            deletion.LetGo();
        }

        throw new InvalidOperationException("Fifty people, and every one on the first silo.");
    }
}
