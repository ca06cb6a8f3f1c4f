namespace Orleans.Muc.Rooms;

/// <summary>Which lists somebody may read. Who reads that of the admins reads that of the owners.</summary>
internal readonly record struct ListsRead(bool Members, bool AdminsAndOwners, bool Outcasts)
{
    public bool Any => Members || AdminsAndOwners || Outcasts;
}

/// <summary>XEP-0463 §5.2.3: who may follow the affiliations, and which: those whose lists one may ask for (XEP-0045 §9.2, §9.5, §10.5, §10.8).</summary>
internal readonly record struct ListReader(RoomConfiguration Room, Role Role, Affiliation Affiliation)
{
    public bool ReadsAny => Lists.Any;

    public ListsRead Lists => new(Reads(Affiliation.Member), Reads(Affiliation.Owner), Reads(Affiliation.Outcast));

    /// <summary>An affiliation as the reader is told it: on a list that is not for the reader, one is not listed.</summary>
    public Affiliation Shown(Affiliation listed) => Reads(listed) ? listed : Affiliation.None;

    private bool Reads(Affiliation listed) => ListReading.Needed(listed) is { } privilege && Room.Allows(privilege, Role, Affiliation);
}
