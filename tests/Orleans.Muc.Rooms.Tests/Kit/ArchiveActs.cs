using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms.Tests.Kit;

/// <summary>What people ask of a room's archive, and a keeper of messages that looks through all of them for the answer.</summary>
internal static class ArchiveActs
{
    private static int ids;

    /// <summary>A stage whose room has an archive, with words if <paramref name="fullText"/>.</summary>
    public static Stage Archived(bool fullText = false, int days = 0, params (string Var, string Value)[] fields)
    {
        var stage = new Stage(rules => rules with { HasArchive = true, HasFullText = fullText, ArchiveDays = days });
        stage.Enters(stage.Romeo);
        stage.Configures(stage.Romeo, fields);
        stage.ForgetAll();
        return stage;
    }

    /// <summary>Sends a query and returns all that comes back, the iq last.</summary>
    public static List<Element> Recalls(this Stage stage, Person who, string inside = "", string attributes = "")
    {
        who.Forget();
        stage.Send(who, $"<iq id='a{++ids}' type='set' to='{Stage.RoomJid}'><query xmlns='{Ns.Mam}' {attributes}>{inside}</query></iq>");
        var received = who.Received.ToList();
        who.Forget();
        Assert.Equal("iq", received[^1].Name);
        Assert.All(received[..^1], result => Assert.Equal("message", result.Name));
        return received;
    }

    public static List<Element> RecallsWith(this Stage stage, Person who, string fields, string page = "") => stage.Recalls(who, Form(fields) + page);

    public static string Form(string fields) =>
        $"<x xmlns='{Ns.DataForms}' type='submit'><field var='FORM_TYPE' type='hidden'><value>{Ns.Mam}</value></field>{fields}</x>";

    public static string Field(string var, params string[] values) => $"<field var='{var}'>{string.Concat(values.Select(value => $"<value>{value}</value>"))}</field>";

    public static string Page(string inside) => $"<set xmlns='{Ns.Rsm}'>{inside}</set>";

    /// <summary>The messages in the results.</summary>
    public static List<Element> Messages(this IReadOnlyList<Element> received) =>
        [.. received.Where(stanza => stanza.Name == "message").Select(stanza => Result(stanza).Child("forwarded", Ns.Forward)!.Child("message", Ns.Client)!)];

    public static string[] Bodies(this IReadOnlyList<Element> received) => [.. received.Messages().Select(message => message.Body() ?? "")];

    /// <summary>The ids of the results.</summary>
    public static string[] Ids(this IReadOnlyList<Element> received) => [.. received.Where(stanza => stanza.Name == "message").Select(stanza => Result(stanza)["id"]!)];

    public static Element Fin(this IReadOnlyList<Element> received) => received[^1].Child("fin", Ns.Mam) ?? throw new InvalidOperationException($"no fin in {received[^1]}");

    public static bool IsComplete(this IReadOnlyList<Element> received) => received.Fin()["complete"] == "true";

    public static Element Result(Element message) => message.Child("result", Ns.Mam) ?? throw new InvalidOperationException($"no result in {message}");

    /// <summary>What a storage would find, by looking at everything.</summary>
    public static IEnumerable<EncodedStanza> Answer(ArchiveQuestion question, IReadOnlyList<PastMessage> log)
    {
        var served = log.Where(message => message.Served).ToList();
        if (question.Request.Named.Any(id => !served.Exists(message => message.Id == id)))
            return question.NotFound();
        var matches = served.Where(message => Matches(question, message)).ToList();
        var items = question.Request.FromEnd ? matches.TakeLast(question.Request.Items).ToList() : matches.Take(question.Request.Items).ToList();
        return question.Answer(items, items.Count == matches.Count, matches.Count);
    }

    public static IEnumerable<EncodedStanza> Answer(EndsOfArchive asked, IReadOnlyList<PastMessage> log)
    {
        var served = log.Where(message => message.Served && (asked.After is not { } after || message.Id > after)).ToList();
        return asked.Answer(served.Count == 0 ? null : (served[0].Id, served[^1].Id));
    }

    private static bool Matches(ArchiveQuestion question, PastMessage message) =>
        !question.FindsNothing
        && (question.After is not { } after || message.Id > after)
        && (question.Request.Before is not { } before || message.Id < before)
        && (question.Nick is not { } nick || message.Nick.Value == nick)
        && (question.Sender is not { } sender || (sender.IsBare ? message.Sender.Bare : message.Sender) == sender)
        && (question.Request.Ids is not { } ids || ids.Contains(message.Id))
        && (question.Request.Text is not { } text || text.Split(' ').All(word => message.Text?.Split(' ').Contains(word) == true));
}
