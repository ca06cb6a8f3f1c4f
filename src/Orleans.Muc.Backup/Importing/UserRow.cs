using Orleans.Muc.Abstractions.States;
using Orleans.Muc.Grains.Users;

namespace Orleans.Muc.Backup.Importing;

/// <summary>Archive preferences and contacts in the row of a user, as many as users may have there (<see cref="StateSize.MostOfUsers"/>).</summary>
internal static class UserRow
{
    /// <summary>The row with the preferences. Of too many addresses those come first with whom nothing is archived: what is archived against somebody's wish is worse than what is not.</summary>
    /// <param name="user">The row without contacts.</param>
    /// <param name="preferences">Null: none are chosen.</param>
    /// <param name="tally">Counts what has no place.</param>
    public static UserState With(this UserState user, ArchivePreferencesState? preferences, Tally tally)
    {
        if (preferences is null)
            return user with { Archive = null };
        var addresses = preferences.Never.Length + preferences.Always.Length;
        var count = Fitting.Count(addresses, most => Fits(First(most)));
        if (count < addresses)
            tally.LeaveOut("address of archive preferences that has no place", addresses - count);
        return First(count);

        UserState First(int most) => user with
        {
            Archive = preferences with { Never = [.. preferences.Never.Take(most)], Always = [.. preferences.Always.Take(most - preferences.Never.Length)] },
        };
    }

    /// <summary>The row with the contacts.</summary>
    /// <param name="user">The row without any.</param>
    /// <param name="contacts">In the order in which they matter.</param>
    /// <param name="tally">Counts what has no place.</param>
    public static UserState With(this UserState user, ContactState[] contacts, Tally tally)
    {
        var count = Fitting.Count(contacts.Length, most => Fits(First(most)));
        if (count < contacts.Length)
            tally.LeaveOut("contact that a roster does not take", contacts.Length - count);
        return First(count);

        UserState First(int most) => user with { Contacts = [.. contacts.Take(most)] };
    }

    private static bool Fits(UserState user) => StateSize.Of(user) <= StateSize.MostOfUsers;
}
