namespace Orleans.Muc.Users;

/// <summary>One stanza and the resources that get it.</summary>
public sealed record Outgoing(Xmpp.Stanza Stanza, IReadOnlyList<Resource> To);
