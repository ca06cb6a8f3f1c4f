using System.Collections.Immutable;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0045 §7.1: what a newcomer is sent, in this order: affiliations if it asks for them, the room's own presence if it has an avatar, others' presence, its own, history, subject.</summary>
internal static class EntrySequence
{
    /// <summary>Stanzas of one announcement: 32 bytes each, so that its array is not among the large objects, which are dear.</summary>
    private const int Piece = 2_000;

    /// <param name="turn">The turn of the entry.</param>
    /// <param name="newcomer">Who entered.</param>
    /// <param name="since">The last message a member who was away is known to have been shown; null for the history that everybody gets.</param>
    public static void Announce(Turn turn, Occupant newcomer, StanzaId? since)
    {
        var room = turn.Room;
        AnnounceRoom(turn, newcomer);

        // §7.2.2: everybody whose presence is broadcast, in the blocks encoded once for all newcomers.
        var others = room.Occupants.PresenceOfOthers(room.Configuration, room.Configuration.ShowsJidsTo(newcomer.Role), newcomer.Nick);
        var before = AnnouncePieces(turn, others.Before);
        var after = AnnouncePieces(turn, others.After);
        var history = MissedMessages.HistoryFor(turn, since);
        var stanzas = ImmutableArray.CreateBuilder<EncodedStanza>(before.Length + after.Length + history.Length + 2);
        stanzas.AddRange(before);
        stanzas.AddRange(after);
        AwayMembers.AddTo(stanzas, room, newcomer);
        stanzas.Add(SelfPresence(turn, newcomer));
        stanzas.AddRange(history);
        stanzas.Add(SubjectChanging.ForNewcomer(room));
        turn.Announce(new ToSession(turn.Request.By, stanzas.DrainToImmutable()));
    }

    /// <summary>XEP-0463 §5.2.1, XEP-0486 §5.2: what the room says of itself, before anybody's presence.</summary>
    private static void AnnounceRoom(Turn turn, Occupant newcomer)
    {
        var stanzas = ImmutableArray.CreateBuilder<EncodedStanza>();
        FollowingAffiliations.AddTo(stanzas, turn, newcomer);
        if (PublishingCard.ForNewcomer(turn.Room) is { } avatar)
            stanzas.Add(avatar);
        if (stanzas.Count > 0)
            turn.Announce(new ToSession(turn.Request.By, stanzas.DrainToImmutable()));
    }

    /// <summary>What is less than a piece remains.</summary>
    private static ReadOnlySpan<EncodedStanza> AnnouncePieces(Turn turn, ReadOnlySpan<EncodedStanza> row)
    {
        for (; row.Length >= Piece; row = row[Piece..])
            turn.Announce(new ToSession(turn.Request.By, [.. row[..Piece]]));
        return row;
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
        var mav = FollowingAffiliations.MavFor(turn.Room, newcomer.Stay(turn.Request.By.Session).Visit);
        var circumstance = new Circumstance { Codes = codes.ToImmutable(), Id = turn.Request.StanzaId, Mav = mav };
        return OccupantPresence.Available(newcomer.Through(turn.Request.By.Session), OccupantPresence.View.Self, circumstance);
    }
}
