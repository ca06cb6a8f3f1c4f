using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Kit;

/// <summary>What people do by commands, and to hats.</summary>
internal static class HatActs
{
    public const string Host = "http://schemas.example.com/hats#host";
    public const string Presenter = "http://schemas.example.com/hats#presenter";

    /// <summary>Runs a command with its form filled in already. Returns the iq.</summary>
    public static Element Runs(this Stage stage, Person who, string command, params (string Var, string Value)[] fields)
    {
        var form = new DataForm("submit", Ns.HatCommands);
        foreach (var field in fields.GroupBy(field => field.Var))
            form.Fields.Add(new FormField(field.Key, null, field.Select(value => value.Value)));
        return stage.Commands(who, $"node='{Ns.HatCommands}:{command}'", form.ToElement().ToString());
    }

    public static Element Commands(this Stage stage, Person who, string attributes, string inside = "") =>
        stage.Asks(who, "set", $"<command xmlns='{Ns.Commands}' {attributes}>{inside}</command>");

    public static Element Defines(this Stage stage, Person who, string uri, string title, string hue = "") =>
        stage.Runs(who, "create", ("hats#uri", uri), ("hats#title", title), ("hats#hue", hue));

    public static Element Assigns(this Stage stage, Person who, string uri, string jid) => stage.Runs(who, "assign", ("hats#uri", uri), ("hats#jid", jid));

    public static Element Unassigns(this Stage stage, Person who, string uri, string jid) => stage.Runs(who, "unassign", ("hats#uri", uri), ("hats#jid", jid));

    /// <summary>The status of the command that an iq answers; null when it is an error.</summary>
    public static string? Status(this Element iq) => iq.Child("command", Ns.Commands)?["status"];

    /// <summary>The condition of XEP-0050 in an error.</summary>
    public static string? CommandCondition(this Element iq) => iq.Child("error")!.Children.FirstOrDefault(child => child.Namespace == Ns.Commands)?.Name;

    /// <summary>The titles of the hats that a presence shows.</summary>
    public static string[] Hats(this Element presence) => [.. (presence.Child("hats", Ns.Hats)?.Children ?? []).Select(hat => hat["title"]!)];

    /// <summary>The rows of a result, the values of each in the order of the columns.</summary>
    public static string[][] Rows(this Element iq) =>
    [
        .. iq.Child("command", Ns.Commands)!.Child("x", Ns.DataForms)!.ChildrenNamed("item")
            .Select(item => item.ChildrenNamed("field").Select(field => field.Child("value")?.Text ?? "").ToArray()),
    ];

    /// <summary>What the room tells somebody of itself.</summary>
    public static Element Info(this Stage stage, Person who, string node = "") =>
        Assert.Single(stage.Asks(who, "get", $"<query xmlns='{Ns.DiscoInfo}'{(node.Length == 0 ? "" : $" node='{node}'")}/>").Children);

    public static IEnumerable<string> Features(this Stage stage, Person who, string node = "") =>
        stage.Info(who, node).ChildrenNamed("feature").Select(feature => feature["var"]!);

    /// <summary>Why the room tells somebody nothing of a node.</summary>
    public static string? InfoRefusal(this Stage stage, Person who, string node) =>
        stage.Asks(who, "get", $"<query xmlns='{Ns.DiscoInfo}' node='{node}'/>").Condition();
}
