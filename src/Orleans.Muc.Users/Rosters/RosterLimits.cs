namespace Orleans.Muc.Users;

/// <summary>How much a roster may hold (RFC 6121 §2.1.2 leaves the limits to the server). Together they bound what one account stores.</summary>
public static class RosterLimits
{
    /// <summary>Contacts of an account.</summary>
    public const int Contacts = 1000;

    /// <summary>Groups of a contact.</summary>
    public const int Groups = 16;

    /// <summary>Bytes of UTF-8 of a contact's name.</summary>
    public const int NameBytes = 256;

    /// <summary>Bytes of UTF-8 of a group's name.</summary>
    public const int GroupBytes = 256;
}
