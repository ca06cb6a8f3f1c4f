using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0317 §3.6: a hat is taken off somebody's head. Who does not wear it wears it no more.</summary>
internal static class HatUnassigning
{
    public static Command Command { get; } = new(Ns.HatCommands + ":unassign", "Remove a hat", Privilege.ManageHats)
    {
        Form = room => HatForm.Of("Removing a Hat", "Fill out this form to take a hat off somebody.", HatForm.Wearer(), HatForm.Choice(room)),
        Run = Run,
    };

    private static Decision Run(CommandCall call)
    {
        var list = call.Room.Hats;
        if (HatForm.Account(call.Form) is not { } wearer || HatForm.Text(call.Form, HatForm.Uri) is not { } uri)
            return CommandErrors.BadPayload();
        if (list.Find(uri) is not { } hat)
            return StanzaError.ItemNotFound();
        var worn = list.WornBy(wearer);
        return worn.Contains(hat.Id) ? call.Done().Then(new HatsWorn(new HatWearer(wearer, worn.Remove(hat.Id)))) : call.Done();
    }
}
