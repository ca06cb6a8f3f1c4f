using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>XEP-0050 §2.1 and §2.2: which commands there are for whoever asks, and what one of them is.</summary>
internal static class CommandDiscovery
{
    public static Decision List(Room room, Discover request)
    {
        var query = new Element("query", Ns.DiscoItems).With("node", Ns.Commands);
        foreach (var command in RoomCommands.All)
            if (command.IsFor(room, request.By.FullJid.Bare))
                query.Add(new Element("item", Ns.DiscoItems).With("jid", room.Jid.ToString()).With("name", command.Name).With("node", command.Node));
        return new Decision().Answer(query);
    }

    public static Decision OfList() => new Decision().Answer(
        new Element("query", Ns.DiscoInfo).With("node", Ns.Commands).Add(Identity("command-list", "Commands")).Add(Feature(Ns.Commands)));

    /// <summary>§2.2: forbidden, when it is not for whoever asks.</summary>
    public static Decision Of(Room room, Discover request, Command command)
    {
        if (!command.IsFor(room, request.By.FullJid.Bare))
            return StanzaError.Forbidden();
        return new Decision().Answer(new Element("query", Ns.DiscoInfo).With("node", command.Node)
            .Add(Identity("command-node", command.Name))
            .Add(Feature(Ns.Commands))
            .Add(Feature(Ns.DataForms)));
    }

    private static Element Identity(string type, string name) =>
        new Element("identity", Ns.DiscoInfo).With("category", "automation").With("name", name).With("type", type);

    private static Element Feature(string name) => new Element("feature", Ns.DiscoInfo).With("var", name);
}
