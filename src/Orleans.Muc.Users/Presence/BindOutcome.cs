namespace Orleans.Muc.Users;

/// <summary>What a bind leads to.</summary>
/// <param name="Loser">
/// The session whose stream must end with <c>conflict</c> (RFC 6120 §7.7.2.2): the older one with this address, which is the newcomer itself when its
/// bind was overtaken; null when the address was free.
/// </param>
/// <param name="Announcements">The loser is no longer available.</param>
public sealed record BindOutcome(Resource? Loser, IReadOnlyList<Outgoing> Announcements);
