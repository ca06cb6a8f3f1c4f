using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>Something that can be done to a room by an ad-hoc command (XEP-0050), in one step, or after filling in one form.</summary>
/// <param name="Node">What identifies it.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Needed">Who may.</param>
internal sealed record Command(string Node, string Name, Privilege Needed)
{
    /// <summary>The form to be filled in first; null when nothing has to be asked.</summary>
    public Func<Room, DataForm>? Form { get; init; }

    /// <summary>Decides it. What was filled in is of the right kind of form and otherwise unchecked.</summary>
    public required Func<CommandCall, Decision> Run { get; init; }

    public bool IsFor(Room room, Jid user) => room.Configuration.Allows(Needed, room.Occupants.RoleOf(user), room.AffiliationOf(user));
}

/// <summary>A command that is being run.</summary>
/// <param name="Room">To what.</param>
/// <param name="Request">As it was asked for.</param>
/// <param name="Session">The session it belongs to, a new one if need be.</param>
/// <param name="Chance">For what must not be guessed.</param>
internal sealed record CommandCall(Room Room, RunCommand Request, string Session, IChance Chance)
{
    /// <summary>The form as it was filled in; only of commands that have one.</summary>
    public DataForm Form => Request.Form!;

    /// <summary>XEP-0050 §2.4: the command is completed, with that as its result.</summary>
    public Decision Done(Element? result = null) => new Decision().Answer(Answer("completed").Add(result));

    public Element Answer(string status) =>
        new Element("command", Ns.Commands).With("node", Request.Node).With("sessionid", Session).With("status", status);
}
