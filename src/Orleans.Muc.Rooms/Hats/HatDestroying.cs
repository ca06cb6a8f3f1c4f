using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0317 §3.3: a hat is taken off the list, and off everybody who wears it.</summary>
internal static class HatDestroying
{
    public static Command Command { get; } = new(Ns.HatCommands + ":destroy", "Destroy a hat", Privilege.ManageHats)
    {
        Form = room => HatForm.Of("Destroying a Hat", "Fill out this form to destroy a hat.", HatForm.Choice(room)),
        Run = Run,
    };

    private static Decision Run(CommandCall call)
    {
        if (HatForm.Text(call.Form, HatForm.Uri) is not { } uri)
            return CommandErrors.BadPayload();
        var list = call.Room.Hats;
        return list.Find(uri) is { } hat ? call.Done().Then(new HatDestroyed(hat.Id, [.. list.WearersOf(hat.Id)])) : StanzaError.ItemNotFound();
    }
}
