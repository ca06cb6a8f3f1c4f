using Orleans.Muc.Users;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Grains.Users;

/// <summary>A roster as it is stored.</summary>
internal static class RosterRows
{
    public static Roster Restore(UserState state) =>
        new(state.RosterVersion, state.Contacts.Select(row => new Contact(Jid.Parse(row.Jid), row.Name, row.Groups)));

    /// <summary>The state that <paramref name="change"/> leads to, with nothing applied yet.</summary>
    public static UserState After(this UserState state, RosterEvent change)
    {
        var next = Restore(state);
        next.Apply(change);
        return state with { RosterVersion = next.Version, Contacts = [.. next.Contacts.Select(Row)] };
    }

    private static ContactState Row(Contact contact) => new() { Jid = contact.Jid.ToString(), Name = contact.Name, Groups = [.. contact.Groups] };
}

/// <summary>Archive preferences as they are stored.</summary>
internal static class PreferencesRow
{
    public static ArchivePreferences Restore(UserState state) => state.Archive is { } row
        ? new ArchivePreferences((ArchiveDefault)row.Default, [.. row.Always.Select(Jid.Parse)], [.. row.Never.Select(Jid.Parse)])
        : ArchivePreferences.Initial;

    public static UserState With(this UserState state, ArchivePreferences preferences) => state with
    {
        Archive = new ArchivePreferencesState
        {
            Default = (int)preferences.Default,
            Always = [.. preferences.Always.Select(address => address.ToString())],
            Never = [.. preferences.Never.Select(address => address.ToString())],
        },
    };
}
