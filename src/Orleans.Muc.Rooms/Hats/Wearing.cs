using System.Collections.Immutable;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0317 §3: what a change of hats makes of those present, and who is shown it.</summary>
internal static class Wearing
{
    public static void Apply(Room room, HatEvent happening)
    {
        switch (happening)
        {
            case HatDefined { Hat: var hat }:
                room.Hats.Put(hat);
                Dress(room, room.Hats.WearersOf(hat.Id));
                break;
            case HatDestroyed destroyed:
                room.Hats.Remove(destroyed.Id);
                Dress(room, destroyed.Wearers);
                break;
            case HatsWorn { Wearer: var wearer }:
                room.Hats.Put(wearer);
                Dress(room, [wearer.Jid]);
                break;
        }
    }

    /// <summary>§3.2: everybody is told that the list has changed (104); §3.2 to §3.6: and sees the presence of those it changes anything for.</summary>
    public static void Announce(Turn turn, HatEvent happening, ImmutableArray<Occupant> everybody)
    {
        var room = turn.Room;
        if (happening is HatDefined or HatDestroyed)
            Announcements.Notice(turn, StatusCode.ConfigurationChanged);
        foreach (var before in everybody)
        {
            var now = room.Occupants.Find(before.Nick)!;
            if (now == before)
                continue;
            Announcements.Present(turn, now, Circumstance.None);
            turn.RosterPut(now);
        }
    }

    private static void Dress(Room room, IEnumerable<Jid> wearers)
    {
        foreach (var wearer in wearers)
        {
            var hats = room.Hats.Shown(wearer);
            foreach (var occupant in room.Occupants.Of(wearer).ToArray())
                room.Occupants.Put(occupant.WithHats(hats));
        }
    }
}
