using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Users;

/// <summary>What is archived of the talk with whoever is on neither list (XEP-0441 §2.1.1). The numbers are stored and never change.</summary>
public enum ArchiveDefault
{
    Always = 0,
    Never = 1,

    /// <summary>Only the talk with contacts of the roster.</summary>
    Roster = 2,
}

/// <summary>With whom an account wants its talk archived (XEP-0441). An address without a resource stands for all of them.</summary>
public sealed record ArchivePreferences(ArchiveDefault Default, IReadOnlyList<Jid> Always, IReadOnlyList<Jid> Never)
{
    /// <summary>Addresses on both lists together; with <see cref="RosterLimits"/> it bounds what one account stores.</summary>
    public const int MostAddresses = 1000;

    /// <summary>Those of an account that has never chosen. Decision: everything, as clients that synchronize by the archive need it (XEP-0441 §1).</summary>
    public static ArchivePreferences Initial { get; } = new(ArchiveDefault.Always, [], []);

    /// <summary>
    /// §2.3: whether the talk with <paramref name="other"/> is archived. Decision: a full address counts before a bare one, and <see cref="Never"/> before <see cref="Always"/>; the text
    /// leaves open what holds when both lists match.
    /// </summary>
    public bool Want(Jid other, Roster roster)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentNullException.ThrowIfNull(roster);
        foreach (var address in other.IsFull ? [other, other.Bare] : (Jid[])[other])
        {
            if (Never.Contains(address))
                return false;
            if (Always.Contains(address))
                return true;
        }

        return Default switch
        {
            ArchiveDefault.Never => false,
            ArchiveDefault.Roster => roster.Has(other.Bare),
            _ => true,
        };
    }

    /// <summary>§2.1: both lists stand there also when they are empty.</summary>
    public Element ToElement() => new Element("prefs", Ns.Mam)
        .With("default", NameOf(Default))
        .Add(List("always", Always))
        .Add(List("never", Never));

    internal static ArchiveDefault? DefaultNamed(string? name) => name switch
    {
        "always" => ArchiveDefault.Always,
        "never" => ArchiveDefault.Never,
        "roster" => ArchiveDefault.Roster,
        _ => null,
    };

    private static string NameOf(ArchiveDefault value) => value switch
    {
        ArchiveDefault.Never => "never",
        ArchiveDefault.Roster => "roster",
        _ => "always",
    };

    private static Element List(string name, IEnumerable<Jid> addresses) =>
        new Element(name, Ns.Mam).Add(addresses.Select(address => new Element("jid", Ns.Mam).Add(address.ToString())));
}
