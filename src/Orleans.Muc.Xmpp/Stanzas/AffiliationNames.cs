namespace Orleans.Muc.Xmpp;

/// <summary>
/// The names of affiliations on the wire (XEP-0045 §5.2), by the numbers that rules, storage and gateways have for them: -1 (outcast) to 3 (owner). The numbers never
/// change.
/// </summary>
public static class AffiliationNames
{
    private static readonly string[] Names = ["outcast", "none", "member", "admin", "owner"];

    /// <summary>"none" for a number that is no affiliation.</summary>
    public static string Of(int affiliation) => affiliation is >= -1 and <= 3 ? Names[affiliation + 1] : "none";

    /// <summary>Null for a name that is no affiliation.</summary>
    public static int? Find(string? name) => Array.IndexOf(Names, name) is var place and >= 0 ? place - 1 : null;
}
