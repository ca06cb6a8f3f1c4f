using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Muc.Abstractions.Connections;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Abstractions.Users;

namespace Orleans.Muc.Grains.Connections;

/// <summary>One per silo: hears from the membership that silos are gone, and tells the rooms and users awake here and this silo's gateway.</summary>
internal sealed partial class ClusterWatch(IClusterMembershipService membership, AwakeGrains<IRoomGrain> rooms, AwakeGrains<IUserGrain> users, IGatewayHall hall, ILogger<ClusterWatch> log) : BackgroundService
{
    private readonly HashSet<SiloAddress> _gone = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(stoppingToken))
                Tell(snapshot);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private void Tell(ClusterMembershipSnapshot snapshot)
    {
        SiloAddress[] news = [.. snapshot.Members.Values.Where(member => member.Status == SiloStatus.Dead && _gone.Add(member.SiloAddress)).Select(member => member.SiloAddress)];
        if (news.Length == 0)
            return;
        SilosGone(string.Join(", ", news.Select(silo => silo.ToString())));
        foreach (var room in rooms.All)
            _ = room.SilosLost(news);
        foreach (var user in users.All)
            _ = user.SilosLost();
        hall.SilosLost(news);
    }

    [LoggerMessage(LogLevel.Warning, "Silos are gone: {Silos}")]
    private partial void SilosGone(string silos);
}
