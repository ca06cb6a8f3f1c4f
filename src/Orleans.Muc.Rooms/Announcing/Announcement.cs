using System.Collections.Immutable;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>One item of what leaves a room. Items take effect in sequence: an item is expanded against the roster its predecessors made.</summary>
public abstract record Announcement;

/// <summary>One stanza for the occupants: every session in the room gets the first variant whose recipients include it, or nothing.</summary>
public sealed record ToOccupants(ImmutableArray<Variant> Variants) : Announcement;

/// <summary>Stanzas for exactly one session, whether it is an occupant or not: answers, refusals, entry sequences.</summary>
public sealed record ToSession(Visit To, ImmutableArray<EncodedStanza> Stanzas) : Announcement;

/// <summary>A stanza that leaves the room for a user at large: an invitation, a form for an admin, a mention, news of an affiliation.</summary>
/// <param name="To">A bare or a full JID.</param>
/// <param name="Stanza">With <c>from</c> and <c>to</c> set.</param>
public sealed record ToUser(Jid To, Stanza Stanza) : Announcement;

/// <summary>A user who is away was mentioned; for whoever can reach them (<see cref="ServiceRules.NotifiesAway"/>).</summary>
/// <param name="User">The bare JID of the user.</param>
/// <param name="Message">The id of the message.</param>
/// <param name="Author">Who said it.</param>
/// <param name="Body">What they said.</param>
public sealed record Mentioned(Jid User, StanzaId Message, Nick Author, string Body) : Announcement;

/// <summary>An answer that is to be looked up in the room's archive, and follows when it has been.</summary>
public sealed record FromArchive(Visit To, ArchiveQuestion Question) : Announcement;

/// <summary>Where the room's archive begins and ends is to be looked up; the answer follows.</summary>
/// <param name="To">Who is told.</param>
/// <param name="Iq">What they asked.</param>
public sealed record EndsOfArchive(Visit To, Stanza Iq) : Announcement
{
    /// <summary>What is up to this id is too old; null when nothing is.</summary>
    public StanzaId? After { get; init; }

    /// <param name="ends">The first and the last message; null when there is none.</param>
    public ImmutableArray<EncodedStanza> Answer((StanzaId Oldest, StanzaId Newest)? ends) => [Iq.Result(ArchiveAnswer.Metadata(ends)).Encode()];
}

/// <summary>From here on the roster has this entry, in place of any other of that nickname.</summary>
public sealed record RosterPut(RosterEntry Entry) : Announcement;

/// <summary>From here on the roster has nobody of that nickname.</summary>
public sealed record RosterRemove(Nick Nick) : Announcement;

/// <summary>A stanza as some of the occupants are to see it.</summary>
public readonly record struct Variant(Recipients To, EncodedStanza Stanza);

/// <summary>Which sessions of a room a variant is for.</summary>
public abstract record Recipients
{
    private Recipients()
    {
    }

    /// <summary>Every session in the room.</summary>
    public static Recipients Everybody { get; } = new All();

    /// <summary>Every session of occupants who see real JIDs.</summary>
    public static Recipients WhoSeeJids { get; } = new JidViewers();

    /// <summary>Whether a session of that occupant gets the variant.</summary>
    public abstract bool Include(RosterEntry entry, string session);

    /// <summary>One session only.</summary>
    public sealed record OneSession(string Session) : Recipients
    {
        public override bool Include(RosterEntry entry, string session) => session == Session;
    }

    /// <summary>All sessions of one occupant.</summary>
    public sealed record OneNick(Nick Nick) : Recipients
    {
        public override bool Include(RosterEntry entry, string session)
        {
            ArgumentNullException.ThrowIfNull(entry);
            return entry.Nick == Nick;
        }
    }

    /// <summary>The sessions of occupants with <see cref="RosterEntry.SeesJids"/>.</summary>
    public sealed record JidViewers : Recipients
    {
        public override bool Include(RosterEntry entry, string session)
        {
            ArgumentNullException.ThrowIfNull(entry);
            return entry.SeesJids;
        }
    }

    /// <summary>Those of others whose sessions follow the affiliation list (XEP-0463).</summary>
    public sealed record Followers(Recipients Of) : Recipients
    {
        public override bool Include(RosterEntry entry, string session)
        {
            ArgumentNullException.ThrowIfNull(entry);
            return Of.Include(entry, session) && entry.Visits.Any(visit => visit.Session == session && visit.FollowsAffiliations);
        }
    }

    /// <summary>Everybody in the room.</summary>
    public sealed record All : Recipients
    {
        public override bool Include(RosterEntry entry, string session) => true;
    }
}
