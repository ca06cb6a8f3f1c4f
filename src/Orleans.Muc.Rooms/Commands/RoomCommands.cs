namespace Orleans.Muc.Rooms;

/// <summary>The commands of a room, in the order they are offered.</summary>
internal static class RoomCommands
{
    public static Command[] All { get; } =
    [
        HatListing.Command,
        HatCreating.Command,
        HatDestroying.Command,
        AssignedHatListing.Command,
        HatAssigning.Command,
        HatUnassigning.Command,
    ];

    public static Command? Find(string node) => Array.Find(All, command => command.Node == node);
}
