using System.Collections.Immutable;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0045 §7.1: what a newcomer is sent, in this order: others' presence, its own, history, subject.</summary>
internal static class EntrySequence
{
    public static ImmutableArray<EncodedStanza> For(Turn turn, Occupant newcomer)
    {
        var room = turn.Room;
        var history = turn.Request is Enter enter ? room.History.Select(enter.History, room.Configuration.MaxHistoryFetch, turn.Moment) : [];
        var stanzas = ImmutableArray.CreateBuilder<EncodedStanza>(room.Occupants.Count + history.Length + 1);
        AddOccupants(stanzas, room, newcomer);
        AwayMembers.AddTo(stanzas, room, newcomer);
        stanzas.Add(SelfPresence(turn, newcomer));
        stanzas.AddRange(history);
        stanzas.Add(SubjectChanging.ForNewcomer(room));
        return stanzas.DrainToImmutable();
    }

    /// <summary>§7.2.2: everybody whose presence is broadcast, in the blocks encoded once for all newcomers.</summary>
    private static void AddOccupants(ImmutableArray<EncodedStanza>.Builder stanzas, Room room, Occupant newcomer)
    {
        var seesJids = room.Configuration.ShowsJidsTo(newcomer.Role);
        foreach (var occupant in room.Occupants)
        {
            var entry = occupant.EntryIn(room.Configuration);
            if (entry.Shown && occupant.Nick != newcomer.Nick)
                stanzas.Add(seesJids ? entry.PresenceFull : entry.PresenceAnonymous);
        }
    }

    /// <summary>§7.2.2: 110 ends the roster; §7.2.3: 100; §7.2.12: 170; §10.1.1: 201; §7.10: 210, when the nickname is another than was asked for.</summary>
    private static EncodedStanza SelfPresence(Turn turn, Occupant newcomer)
    {
        var codes = ImmutableArray.CreateBuilder<StatusCode>();
        if (turn.Room.Configuration.IsNonAnonymous)
            codes.Add(StatusCode.NonAnonymousRoom);
        if (turn.Room.Configuration.EnableLogging)
            codes.Add(StatusCode.LoggingEnabled);
        if (Creating.Happened(turn))
            codes.Add(StatusCode.RoomCreated);
        if (turn.Request is Enter enter && enter.Nick != newcomer.Nick)
            codes.Add(StatusCode.NickModified);
        var circumstance = new Circumstance { Codes = codes.ToImmutable(), Id = turn.Request.StanzaId };
        return OccupantPresence.Available(newcomer.Through(turn.Request.By.Session), OccupantPresence.View.Self, circumstance);
    }
}
