using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>Ad-hoc commands (XEP-0050 §4.1).</summary>
internal static class CommandIntake
{
    public static RoomRequest Read(Element command, Stanza stanza, Visit by)
    {
        if (command["node"] is not { Length: > 0 } node)
            return new Malformed(by, StanzaError.BadRequest());
        CommandAction? action = command["action"] switch
        {
            null or "execute" => CommandAction.Execute,
            "complete" => CommandAction.Complete,
            "cancel" => CommandAction.Cancel,
            "prev" => CommandAction.Previous,
            "next" => CommandAction.Next,
            _ => null,
        };
        if (action is null)
            return new Malformed(by, CommandErrors.MalformedAction());

        // §3.5.1: a cancelled form counts as a submitted one; it is the action that cancels.
        var x = command.Child("x", Ns.DataForms);
        var form = DataForm.From(x);
        if (x is not null && form is not { Type: "submit" or "cancel" })
            return new Malformed(by, CommandErrors.BadPayload());
        return new RunCommand(by, node, action.Value, command["sessionid"]) { Form = form, Lang = command["xml:lang"] ?? stanza.Lang };
    }
}
