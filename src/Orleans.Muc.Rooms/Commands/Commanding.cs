using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0050 §2.4: a command is run, or its form is asked for first. A form that a client knows already may come at once.</summary>
internal static class Commanding
{
    public static Decision Decide(Room room, RunCommand request, Moment moment)
    {
        if (RoomCommands.Find(request.Node) is not { } command)
            return StanzaError.ItemNotFound();
        if (!command.IsFor(room, request.By.FullJid.Bare))
            return StanzaError.Forbidden();
        if (room.CommandSessions.Refusal(room, request, moment.Now) is { } refusal)
            return refusal;
        return request.Action switch
        {
            CommandAction.Cancel => Cancel(room, request, moment),
            // No command has more than one stage.
            CommandAction.Previous or CommandAction.Next => CommandErrors.BadAction(),
            _ => Go(command, Call(room, request, moment)),
        };
    }

    private static Decision Go(Command command, CommandCall call)
    {
        var request = call.Request;
        if (command.Form?.Invoke(call.Room) is { } form)
        {
            if (request.Form is null && request.CommandSession is null && request.Action == CommandAction.Execute)
                return Offer(call, form);
            if (request.Form is not { } given || (given.FormType is { } type && type != form.FormType))
                return CommandErrors.BadPayload();
        }

        // A form that was refused may be corrected.
        var decision = command.Run(call);
        if (decision.Refusal is null)
            call.Room.CommandSessions.End(request);
        return decision;
    }

    private static Decision Offer(CommandCall call, DataForm form)
    {
        var actions = new Element("actions", Ns.Commands).With("execute", "complete").Add("complete", null);
        return new Decision().Answer(call.Answer("executing").Add(actions).Add(form.ToElement()));
    }

    /// <summary>§2.4.3: what was begun is given up, which succeeds.</summary>
    private static Decision Cancel(Room room, RunCommand request, Moment moment)
    {
        if (request.CommandSession is null)
            return CommandErrors.BadSession();
        room.CommandSessions.End(request);
        return new Decision().Answer(Call(room, request, moment).Answer("canceled"));
    }

    private static CommandCall Call(Room room, RunCommand request, Moment moment) =>
        new(room, request, request.CommandSession ?? CommandSessions.Begin(room, request, moment), moment.Chance);
}
