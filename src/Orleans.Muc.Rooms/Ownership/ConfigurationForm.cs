using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>The configuration form (XEP-0045 §10.2): its fields, and the lists of admins and owners that it carries in full.</summary>
internal static class ConfigurationForm
{
    public const string Admins = "muc#roomconfig_roomadmins";
    public const string Owners = "muc#roomconfig_roomowners";

    /// <summary>§10.2: the form with the current values.</summary>
    public static DataForm Of(Room room)
    {
        var form = new DataForm("form", Ns.MucRoomConfig) { Title = $"Configuration of {room.Jid}" };
        form.Fields.AddRange(ConfigurationFields.All.Select(field => field.ToFormField(room.Configuration)));
        form.Fields.Add(List(room, Admins, "Admins", Affiliation.Admin));
        form.Fields.Add(List(room, Owners, "Owners", Affiliation.Owner));
        return form;
    }

    /// <summary>§10.1.3: the configuration with what was submitted, the rest as it was; null when any of it is not acceptable.</summary>
    public static RoomConfiguration? Merge(RoomConfiguration current, DataForm submitted)
    {
        if (submitted.FormType is { } type && type != Ns.MucRoomConfig)
            return null;
        RoomConfiguration? merged = current;
        foreach (var field in ConfigurationFields.All)
            if (field.In(submitted) is { } given && merged is not null)
                merged = field.Write(merged, given.Values);
        return merged;
    }

    /// <summary>The bare JIDs of a submitted list, one to a value or to a line; null in <paramref name="jids"/> when it was not submitted.</summary>
    /// <returns>False when one of them is no JID.</returns>
    public static bool TryReadList(DataForm submitted, string var, out HashSet<Jid>? jids)
    {
        jids = null;
        if (submitted[var] is not { } field)
            return true;
        jids = [];
        foreach (var text in field.Values.SelectMany(value => value.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            if (!Jid.TryParse(text, out var jid) || jid.Localpart is null)
                return false;
            jids.Add(jid.Bare);
        }

        return true;
    }

    private static FormField List(Room room, string var, string label, Affiliation affiliation) =>
        new(var, "jid-multi", room.Affiliations.With(affiliation).Select(member => member.Jid.ToString()).Order(StringComparer.Ordinal)) { Label = label };
}
