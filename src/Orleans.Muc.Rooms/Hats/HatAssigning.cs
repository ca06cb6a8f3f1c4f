using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0317 §3.5: somebody gets a hat to wear, one at a time. They need not be in the room, nor belong to it.</summary>
internal static class HatAssigning
{
    public static Command Command { get; } = new(Ns.HatCommands + ":assign", "Assign a hat", Privilege.ManageHats)
    {
        Form = room => HatForm.Of("Assigning a Hat", "Fill out this form to assign a hat.", HatForm.Wearer(), HatForm.Choice(room)),
        Run = Run,
    };

    private static Decision Run(CommandCall call)
    {
        var (list, rules) = (call.Room.Hats, call.Room.Rules);
        if (HatForm.Account(call.Form) is not { } wearer || HatForm.Text(call.Form, HatForm.Uri) is not { } uri)
            return CommandErrors.BadPayload();
        if (list.Find(uri) is not { } hat)
            return StanzaError.ItemNotFound();
        var worn = list.WornBy(wearer);
        if (worn.Contains(hat.Id))
            return call.Done();
        if (worn.Length >= rules.MaxHatsPerPerson || list.Worn >= rules.MaxHatsWorn)
            return StanzaError.ResourceConstraint("No more hats can be worn.");
        return call.Done().Then(new HatsWorn(new HatWearer(wearer, worn.Add(hat.Id))));
    }
}
