namespace Orleans.Muc.Backup;

/// <summary>Namespaces of a backup: those of XEP-0227 1.1, those it borrows, and one of our own for what it has no element for.</summary>
internal static class Names
{
    public const string Pie = "urn:xmpp:pie:0";
    public const string Scram = "urn:xmpp:pie:0#scram";
    public const string Archive = "urn:xmpp:pie:0#mam";
    public const string Mam = "urn:xmpp:mam:2";
    public const string Forward = "urn:xmpp:forward:0";
    public const string Delay = "urn:xmpp:delay";
    public const string Roster = "jabber:iq:roster";
    public const string Client = "jabber:client";
    public const string Include = "http://www.w3.org/2001/XInclude";

    /// <summary>Rooms, and what only this server keeps of accounts and messages.</summary>
    public const string Own = "urn:orleans-muc:backup:0";
}
