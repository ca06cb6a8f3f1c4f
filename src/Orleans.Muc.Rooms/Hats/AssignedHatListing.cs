using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0317 §3.7: who wears which hat, by real JID; so it is not for everybody.</summary>
internal static class AssignedHatListing
{
    public static Command Command { get; } = new(Ns.HatCommands + ":list-assigned", "List who wears a hat", Privilege.ListAssignedHats) { Run = Run };

    private static Decision Run(CommandCall call)
    {
        var list = call.Room.Hats;
        var rows = from jid in list.Wearers.Select(wearer => wearer.Jid).Order()
                   from hat in list.Of(jid)
                   select (string?[])[jid.ToString(), hat.Uri, hat.Title, hat.Hue];
        return call.Done(ResultTable.Of("Assigned Hats List", [HatForm.Jid, HatForm.Uri, HatForm.Title, HatForm.Hue], rows));
    }
}
