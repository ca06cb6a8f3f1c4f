using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Users;

/// <summary>What a client asks of its archive.</summary>
public abstract record ArchiveQuestion
{
    /// <summary>XEP-0313 §4: messages.</summary>
    public sealed record Messages(ArchiveRequest Request) : ArchiveQuestion;

    /// <summary>XEP-0313 §4.1.5: which fields a query may have.</summary>
    public sealed record Fields : ArchiveQuestion;

    /// <summary>XEP-0313 §5: the ends of the archive.</summary>
    public sealed record Ends : ArchiveQuestion;

    /// <summary>XEP-0441 §2.1: the preferences as they are.</summary>
    public sealed record GetPreferences : ArchiveQuestion;

    /// <summary>XEP-0441 §2.1: these from now on.</summary>
    public sealed record SetPreferences(ArchivePreferences Preferences) : ArchiveQuestion;

    /// <summary>A question that makes no sense.</summary>
    public sealed record Malformed(StanzaError Error) : ArchiveQuestion;
}
