using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0317 §3.4: the hats there are.</summary>
internal static class HatListing
{
    public static Command Command { get; } = new(Ns.HatCommands + ":list", "List the hats", Privilege.ListHats) { Run = Run };

    private static Decision Run(CommandCall call) => call.Done(ResultTable.Of(
        "Hats List",
        [HatForm.Title, HatForm.Uri, HatForm.Hue],
        call.Room.Hats.Hats.Select(hat => (string?[])[hat.Title, hat.Uri, hat.Hue])));
}
