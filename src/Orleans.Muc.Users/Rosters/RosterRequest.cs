using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Users;

/// <summary>What a client asks of its roster.</summary>
public abstract record RosterRequest;

/// <summary>The roster, unless the client's copy is of that version; null when it keeps none (RFC 6121 §2.6.2).</summary>
public sealed record GetRoster(string? Version) : RosterRequest;

/// <summary>Adds a contact or replaces what is known of it (RFC 6121 §2.3, §2.4).</summary>
public sealed record SetContact(Contact Contact) : RosterRequest;

/// <summary>RFC 6121 §2.5.</summary>
public sealed record RemoveContact(Jid Jid) : RosterRequest;

/// <summary>A request that can't be understood.</summary>
public sealed record MalformedRosterRequest(StanzaError Error) : RosterRequest;
