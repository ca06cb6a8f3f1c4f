using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Grains;

/// <summary>Under which names and ids the grains' states lie in a storage, for those who read it past the grains. Frozen.</summary>
public static class StoredStates
{
    public const string Room = "room";

    public const string Account = "account";

    public const string User = "user";

    public static GrainId RoomOf(Jid room) => Of("room", room);

    public static GrainId AccountOf(Jid account) => Of("muc.account", account);

    public static GrainId UserOf(Jid account) => Of("muc.user", account);

    public static GrainId DirectoryOf(Jid service) => Of("muc.room-directory", service);

    private static GrainId Of(string type, Jid jid)
    {
        ArgumentNullException.ThrowIfNull(jid);
        return GrainId.Create(type, jid.ToString());
    }
}
