using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>Whose nicknames can be taken for one another, found by skeleton in constant time.</summary>
/// <typeparam name="T">Whoever bears a nickname.</typeparam>
internal sealed class LookAlikes<T>
{
    private readonly Dictionary<string, List<T>> bySkeleton = new(StringComparer.Ordinal);

    /// <summary>Everybody whose nickname looks like that one, the one itself included. Mostly nobody or one user's.</summary>
    public IReadOnlyList<T> Of(Nick nick) => bySkeleton.TryGetValue(nick.Skeleton, out var alike) ? alike : [];

    public void Add(Nick nick, T bearer)
    {
        if (bySkeleton.TryGetValue(nick.Skeleton, out var alike))
            alike.Add(bearer);
        else
            bySkeleton.Add(nick.Skeleton, [bearer]);
    }

    public void Remove(Nick nick, T bearer)
    {
        if (bySkeleton.TryGetValue(nick.Skeleton, out var alike) && alike.Remove(bearer) && alike.Count == 0)
            bySkeleton.Remove(nick.Skeleton);
    }

    /// <summary>Somebody who keeps the nickname is another object from now on.</summary>
    public void Replace(Nick nick, T before, T after)
    {
        var alike = bySkeleton[nick.Skeleton];
        alike[alike.IndexOf(before)] = after;
    }

    public void Clear() => bySkeleton.Clear();
}
