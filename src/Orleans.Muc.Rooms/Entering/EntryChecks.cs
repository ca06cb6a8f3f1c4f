using System.Security.Cryptography;
using System.Text;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>Somebody at the door.</summary>
internal sealed record EntryAttempt(Room Room, Enter Request)
{
    public Jid User => Request.By.FullJid.Bare;

    public Affiliation Affiliation => Room.AffiliationOf(User);
}

/// <summary>What keeps somebody out, in the order of XEP-0045 §7.2; the first that applies is told.</summary>
internal static class EntryChecks
{
    private static readonly Func<EntryAttempt, StanzaError?>[] InOrder =
    [
        RoomIsUnlocked, // §7.2.10. Decision: first of all, since a locked room isn't there for anybody else
        PasswordIsRight, // §7.2.5
        MembersOnly, // §7.2.6
        NotBanned, // §7.2.7
        NickIsFree, // §7.2.8
        SeatIsFree, // §7.2.9
    ];

    public static StanzaError? Refusal(EntryAttempt attempt)
    {
        foreach (var check in InOrder)
            if (check(attempt) is { } refusal)
                return refusal;
        return null;
    }

    /// <summary>§7.2.10: until its owner has configured it, the room does not exist for others.</summary>
    private static StanzaError? RoomIsUnlocked(EntryAttempt attempt) =>
        attempt.Room.Status == RoomStatus.Locked && attempt.Affiliation < Affiliation.Owner ? StanzaError.ItemNotFound() : null;

    /// <summary>§7.2.5: without the right password, not-authorized. Compared in constant time.</summary>
    private static StanzaError? PasswordIsRight(EntryAttempt attempt)
    {
        if (attempt.Room.Configuration.RoomSecret is not { } secret)
            return null;
        var given = Encoding.UTF8.GetBytes(attempt.Request.Password ?? "");
        return CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(secret)) ? null : StanzaError.NotAuthorized();
    }

    /// <summary>§7.2.6: not on the member list, registration-required. The banned are told so by the next check.</summary>
    private static StanzaError? MembersOnly(EntryAttempt attempt) =>
        attempt.Affiliation == Affiliation.None && !attempt.Room.Configuration.Allows(Privilege.Enter, Role.None, attempt.Affiliation) ? StanzaError.RegistrationRequired() : null;

    /// <summary>§7.2.7: banned, forbidden.</summary>
    private static StanzaError? NotBanned(EntryAttempt attempt) =>
        attempt.Affiliation == Affiliation.Outcast ? StanzaError.Forbidden() : null;

    /// <summary>§7.2.8: in use, or reserved, by somebody else; or mistakable for such a one.</summary>
    private static StanzaError? NickIsFree(EntryAttempt attempt) =>
        Nicks.IsTaken(attempt.Room, attempt.Request.Nick, attempt.User) ? StanzaError.Conflict() : null;

    /// <summary>§7.2.9: a full room still admits a few admins and owners, and further sessions of those inside.</summary>
    private static StanzaError? SeatIsFree(EntryAttempt attempt)
    {
        var room = attempt.Room;
        if (room.Occupants.Find(attempt.Request.Nick) is not null)
            return null;
        var seats = Math.Min(room.Configuration.MaxUsers ?? int.MaxValue, room.Rules.MaxOccupants);
        if (attempt.Affiliation >= Affiliation.Admin)
            seats = (int)Math.Min(int.MaxValue, (long)seats + room.Rules.ReservedSeats);
        return room.Occupants.Count < seats ? null : StanzaError.ServiceUnavailable() with { Type = StanzaErrorType.Wait };
    }
}
