using System.Net;

namespace Orleans.Muc.Testing.Survival;

/// <summary>One life of a silo with a gateway: what is started in its place is another one.</summary>
public interface ISilo
{
    /// <summary>Where ordinary clients connect.</summary>
    IPEndPoint Gateway { get; }
}

/// <summary>A message as it is stored.</summary>
/// <param name="Id">The room's id of it (XEP-0359).</param>
/// <param name="Nick">Who said it.</param>
/// <param name="Origin">What no other sending of anybody has.</param>
public sealed record StoredMessage(string Id, string Nick, string Origin);

/// <summary>Several silos that are one service: those of a test cluster, or processes.</summary>
public interface ISilos : IAsyncDisposable
{
    /// <summary>Those that run, in an order that stays.</summary>
    IReadOnlyList<ISilo> All { get; }

    /// <summary>Has a room's grain somewhere, which need not have anything in it.</summary>
    Task WakeAsync(string room);

    /// <summary>The silo on which a room is awake; null when it sleeps, or was on one that is gone and has not been woken since.</summary>
    ISilo? HomeOf(string room);

    /// <summary>Ends a silo from one moment to the next.</summary>
    Task KillAsync(ISilo silo);

    /// <summary>Whether another one has found a killed silo dead.</summary>
    bool IsKnownDead(ISilo silo);

    /// <summary>Stops a silo in order, and waits for its end.</summary>
    Task StopAsync(ISilo silo);

    /// <summary>One more silo, for one that was stopped or killed; it serves when this completes.</summary>
    Task<ISilo> AddAsync();

    /// <summary>Everything that is stored of what was said in a room, oldest first.</summary>
    Task<IReadOnlyList<StoredMessage>> LogAsync(string room);
}
