using Orleans.Muc.Cluster.Tests.Kit;

namespace Orleans.Muc.Cluster.Tests.Rooms;

/// <summary>
/// The same grains on Orleans' own memory streams: nothing in them knows the push provider, and what a polled stream doubles or delays, epoch and sequence absorb.
/// </summary>
public sealed class MemoryStreamTests
{
    [Fact]
    public async Task Talk_crosses_silos_in_order_on_memory_streams()
    {
        await using var cluster = await MucCluster.StartAsync(2, memoryStreams: true);
        var romeo = await cluster.LoginAsync("Romeo", cluster.Silos[0]);
        var juliet = await cluster.LoginAsync("Juliet", cluster.Silos[1]);
        const string Room = "verona@conference.localhost";
        await romeo.CreateAsync(Room, "Romeo");
        await juliet.EnterAsync(Room, "Juliet");
        await romeo.ExpectAsync($"<presence from='{Room}/Juliet'/>");
        string[] lines = [.. Enumerable.Range(1, 50).Select(line => $"line {line}")];

        foreach (var line in lines)
            await romeo.SayAsync(Room, line);

        Assert.Equal(lines, People.Bodies(await juliet.ListenUntilAsync(lines[^1])));
        Assert.Equal(lines, People.Bodies(await romeo.ListenUntilAsync(lines[^1])));
        await juliet.SendAsync($"<presence type='unavailable' to='{Room}/Juliet'/>");
        await romeo.ExpectAsync($"<presence type='unavailable' from='{Room}/Juliet'/>");
    }
}
