using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>Something that not everybody may do in a room.</summary>
internal enum Privilege
{
    Invite,
    InviteToMembersOnly,
    SendPrivately,
    Speak,
    ChangeSubject,
    Kick,
    ManageVoice,
    RetractMessages,
    Enter,
    Register,
    ReadMembers,
    ReadAdmins,
    ReadBans,
    ReadVoiceList,
    ReadModerators,
    ManageModerators,
    ManageMembers,
    Configure,
    Destroy,
    ListHats,
    ListAssignedHats,
    ManageHats,
}

/// <summary>XEP-0045 §5.1.1 and §5.2.1 as one table: what each privilege asks for, configuration included.</summary>
internal static class Privileges
{
    /// <summary>Whether somebody of that role and affiliation may do it in a room of that configuration.</summary>
    public static bool Allows(this RoomConfiguration room, Privilege privilege, Role role, Affiliation affiliation) => privilege switch
    {
        // by role, §5.1.1; changing presence and nickname is every occupant's
        Privilege.Invite => role >= Role.Visitor,
        Privilege.SendPrivately => role >= Lowest(room.AllowPm),
        Privilege.Speak => role >= Role.Participant,
        Privilege.ChangeSubject => role >= (room.ChangeSubject ? Role.Participant : Role.Moderator),
        Privilege.Kick => role >= Role.Moderator,
        Privilege.ManageVoice => role >= Role.Moderator,
        Privilege.RetractMessages => role >= Role.Moderator || affiliation >= Affiliation.Admin,
        Privilege.ReadVoiceList => role >= Role.Moderator,

        // by affiliation, §5.2.1; what admins and owners may do to each other is in the refusals below
        Privilege.Enter => affiliation >= (room.MembersOnly ? Affiliation.Member : Affiliation.None),
        Privilege.Register => affiliation >= (room.Registration == Registration.Members ? Affiliation.Member : Affiliation.None),
        Privilege.InviteToMembersOnly => affiliation >= (room.AllowInvites ? Affiliation.Member : Affiliation.Admin),
        Privilege.ReadMembers => affiliation >= (room.IsNonAnonymous ? Affiliation.Member : Affiliation.Admin) || room.LetsReadMembers(role),
        Privilege.ReadAdmins => affiliation >= (room.IsNonAnonymous ? Affiliation.Member : Affiliation.Owner),
        Privilege.ReadBans => affiliation >= Affiliation.Admin,
        Privilege.ReadModerators => affiliation >= Affiliation.Admin,
        Privilege.ManageModerators => affiliation >= Affiliation.Admin,
        Privilege.ManageMembers => affiliation >= Affiliation.Admin,
        Privilege.Configure => affiliation >= Affiliation.Owner,
        Privilege.Destroy => affiliation >= Affiliation.Owner,

        // XEP-0317 has an "admin" manage hats and any "user" list them. Decision: hats by JID are for those who may read who the room's people are.
        Privilege.ManageHats => affiliation >= Affiliation.Admin,
        Privilege.ListHats => affiliation >= (room.IsForAnybody || role >= Role.Visitor ? Affiliation.None : Affiliation.Member),
        Privilege.ListAssignedHats => affiliation >= (room.IsNonAnonymous ? Affiliation.Member : Affiliation.Owner),
        _ => false,
    };

    /// <summary>XEP-0045 §5.1.2: the role an entry begins with. Decision: the same at every visit; §5.1 would have roles persist in moderated rooms.</summary>
    public static Role InitialRole(this RoomConfiguration room, Affiliation affiliation) => affiliation switch
    {
        >= Affiliation.Admin => Role.Moderator,
        Affiliation.Member => Role.Participant,
        _ => room.ModeratedRoom ? Role.Visitor : Role.Participant,
    };

    /// <summary>
    /// XEP-0045 §5.1.3: the role after a change of affiliation. What an affiliation brings is taken at once; what its loss takes away is left
    /// to the implementation. Decision: moderation ends with the affiliation that brought it, voice once given stays.
    /// </summary>
    public static Role RoleAfter(this RoomConfiguration room, Occupant occupant, Affiliation desired)
    {
        if (desired >= Affiliation.Admin)
            return Role.Moderator;
        if (occupant.Affiliation >= Affiliation.Admin)
            return room.InitialRole(desired);
        return desired == Affiliation.Member && occupant.Role < Role.Participant ? Role.Participant : occupant.Role;
    }

    /// <summary>XEP-0045 §5.2.2, §9.1 and §10.3 to §10.8: why that change is refused, null when it is not.</summary>
    public static StanzaError? Refusal(AffiliationChange change)
    {
        // §9.1: an admin or owner who bans himself gets conflict.
        if (change.OfSelf && change.Desired == Affiliation.Outcast)
            return StanzaError.Conflict();

        // §9.1: nobody is banned by somebody of lower affiliation.
        if (change.Desired == Affiliation.Outcast && change.Current > change.Actor)
            return StanzaError.NotAllowed();

        // §9.2: an admin may not ban another admin; §5.2.2 has only owners do it.
        if (change.Desired == Affiliation.Outcast && change.Current >= Affiliation.Admin && change.Actor < Affiliation.Owner)
            return StanzaError.NotAllowed();

        // §10.5, §10.8: the lists of owners and admins are the owners'. Reserving a nickname for oneself changes no list.
        var touchesAdmins = change.Current >= Affiliation.Admin || change.Desired >= Affiliation.Admin;
        return touchesAdmins && change.Actor < Affiliation.Owner && !(change.OfSelf && change.Current == change.Desired)
            ? StanzaError.Forbidden()
            : null;
    }

    /// <summary>XEP-0045 §5.1.3, §8.2 to §8.4, §9.6 and §9.7: why that change is refused, null when it is not.</summary>
    public static StanzaError? Refusal(RoleChange change)
    {
        var outranked = change.Target.Affiliation > change.Actor;
        var actorIsAdmin = change.Actor >= Affiliation.Admin;
        return change.Desired switch
        {
            // §8.2: nobody is kicked by somebody of lower affiliation; §5.1.3: a moderator is kicked by admins and owners only.
            Role.None when outranked => StanzaError.NotAllowed(),
            Role.None when change.Target.Role == Role.Moderator && !actorIsAdmin && !change.OfSelf => StanzaError.NotAllowed(),
            Role.None => null,

            // §9.6: moderators are made by admins.
            Role.Moderator => actorIsAdmin ? null : StanzaError.Forbidden(),

            // §8.4, §9.7: admins and owners keep their voice and their moderation, whoever asks.
            _ when change.Target.Affiliation >= Affiliation.Admin => StanzaError.NotAllowed(),
            _ when change.Target.Role == Role.Moderator && !actorIsAdmin => StanzaError.Forbidden(),

            // §8.4: not from users "at or above" the moderator's affiliation, though §8.5 has only those above.
            Role.Visitor when change.Target.Affiliation >= change.Actor => StanzaError.NotAllowed(),
            _ => null,
        };
    }

    private static Role Lowest(AllowPm allowed) => allowed switch
    {
        AllowPm.Anyone => Role.Visitor,
        AllowPm.Participants => Role.Participant,
        AllowPm.Moderators => Role.Moderator,
        _ => Role.Moderator + 1,
    };
}

/// <summary>Somebody of the affiliation <paramref name="Actor"/> wants to change another's.</summary>
internal readonly record struct AffiliationChange(Affiliation Actor, Affiliation Current, Affiliation Desired, bool OfSelf);

/// <summary>A moderator of the affiliation <paramref name="Actor"/> wants to change an occupant's role.</summary>
internal readonly record struct RoleChange(Affiliation Actor, Occupant Target, Role Desired, bool OfSelf);
