using System.Globalization;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0317 §3.2: a new hat; or another title or hue for one there is, which its wearers are seen with at once.</summary>
internal static class HatCreating
{
    public static Command Command { get; } = new(Ns.HatCommands + ":create", "Create a hat", Privilege.ManageHats)
    {
        Form = _ => HatForm.Of(
            "Creating a Hat",
            "Fill out this form to create a hat, or to change the one that has this URI.",
            new FormField(HatForm.Title, "text-single") { Label = "Hat Title", Required = true },
            new FormField(HatForm.Uri, "text-single") { Label = "Hat URI", Required = true },
            new FormField(HatForm.Hue, "text-single") { Label = "Hat Hue" }),
        Run = Run,
    };

    private static Decision Run(CommandCall call)
    {
        var list = call.Room.Hats;
        var form = call.Form;
        var hue = HatForm.Text(form, HatForm.Hue) is { Length: > 0 } given ? given : null;
        if (HatForm.Text(form, HatForm.Uri) is not { } uri || !Hat.IsUri(uri)
            || HatForm.Text(form, HatForm.Title) is not { } title || !Hat.IsTitle(title)
            || (hue is not null && !Hat.IsHue(hue)))
            return CommandErrors.BadPayload();
        var old = list.Find(uri);
        if (old is null && list.Hats.Count >= call.Room.Rules.MaxHats)
            return StanzaError.ResourceConstraint("The room has all the hats it may have.");
        var lang = call.Request.Lang is { Length: <= Hat.LongestLang } named ? named : null;
        var hat = new Hat(old?.Id ?? NewId(call.Chance), uri, title, hue, lang);
        return hat == old ? call.Done() : call.Done().Then(new HatDefined(hat));
    }

    private static string NewId(IChance chance) => chance.Next().ToString("x16", CultureInfo.InvariantCulture);
}
