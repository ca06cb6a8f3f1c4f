using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0317 §3.8: the fields that the commands share.</summary>
internal static class HatForm
{
    public const string Jid = "hats#jid";
    public const string Uri = "hats#uri";
    public const string Title = "hats#title";
    public const string Hue = "hats#hue";
    public const string Hash = "hats#hash";

    public static DataForm Of(string title, string instructions, params FormField[] fields)
    {
        var form = new DataForm("form", Ns.HatCommands) { Title = title, Instructions = instructions };
        form.Fields.AddRange(fields);
        return form;
    }

    public static FormField Wearer() => new(Jid, "jid-single") { Label = "User Address", Required = true };

    /// <summary>One of the hats there are. Decision: always under this name, that the submissions of all examples have.</summary>
    public static FormField Choice(Room room)
    {
        var field = new FormField(Uri, "list-single") { Label = "Hat", Required = true };
        field.Options.AddRange(room.Hats.Hats.Select(hat => (hat.Title, hat.Uri)));
        return field;
    }

    /// <summary>The value of a field that takes one; null when it was not given, or several were.</summary>
    public static string? Text(DataForm submitted, string var) => submitted[var]?.Values is [var only] ? only.Trim() : null;

    /// <summary>Whose hat it is about: hats are people's, whichever device they sit at, so a full JID means the account. Null when it is nobody's address.</summary>
    public static Jid? Account(DataForm submitted) =>
        Xmpp.Jid.TryParse(Text(submitted, Jid), out var jid) && jid.Localpart is not null ? jid.Bare : null;
}
