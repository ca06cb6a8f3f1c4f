using Orleans.Muc.Rooms.Tests.Kit;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.AffiliationVersions;

/// <summary>Entering a room in order to follow its affiliations, and reading what comes of it.</summary>
internal static class Following
{
    /// <summary>What the entry brings, and nothing from before.</summary>
    public static IReadOnlyList<Element> Enter(Stage stage, Person who, string? since = null)
    {
        who.Forget();
        stage.Enters(who, inside: new Element("mav", Ns.MucAffiliations).With("since", since).ToString());
        return who.Received;
    }

    public static (string Jid, string Affiliation)[] Items(Element message) =>
        [.. message.User().ChildrenNamed("item", Ns.MucUser).Select(item => (item["jid"]!, item["affiliation"]!))];
}
