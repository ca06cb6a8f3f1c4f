namespace Orleans.Muc.Abstractions.Rooms;

/// <summary>
/// Whether messages are stored (<c>Muc:Archive</c>). Where they are not, they live in the memory of their room: discussion history ends with the activation, and a room whose silo dies
/// may lose the last ones that not everybody was shown.
/// </summary>
public sealed record MessageKeeping(bool Stored);
