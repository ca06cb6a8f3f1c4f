namespace Orleans.Muc.Grains.Telemetry;

/// <summary>What one activation adds to the silo's counts of rooms and occupants.</summary>
internal sealed class RoomShare(GrainsInstruments instruments)
{
    private int _rooms;
    private int _occupants;

    /// <summary>Replaces what was said before.</summary>
    public void Set(int rooms, int occupants)
    {
        if (rooms == _rooms && occupants == _occupants)
            return;
        instruments.Count(rooms - _rooms, occupants - _occupants);
        (_rooms, _occupants) = (rooms, occupants);
    }
}
