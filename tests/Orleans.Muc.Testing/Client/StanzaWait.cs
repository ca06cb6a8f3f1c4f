using System.Diagnostics;
using System.Xml.Linq;

namespace Orleans.Muc.Testing;

/// <summary>Waiting for one stanza among others: those that do not match are passed over and shown only when the right one never comes.</summary>
internal static class StanzaWait
{
    public static async Task<XElement> ForAsync(XmppClient client, XElement want, IDictionary<string, string> values, TimeSpan patience)
    {
        var since = Stopwatch.GetTimestamp();
        var passed = new List<(XElement Stanza, string Why)>();
        while (true)
        {
            var stanza = await NextAsync(client, want, passed, patience - Stopwatch.GetElapsedTime(since));
            if (stanza is null)
                throw Late(want, passed, patience);
            ScriptXml.DropIndentation(stanza);
            var captures = new Dictionary<string, string>();
            if (StanzaMatcher.Mismatch(want, stanza, captures) is { } why)
            {
                passed.Add((stanza, why));
                continue;
            }
            foreach (var (name, value) in captures)
                values[name] = value;
            return stanza;
        }
    }

    private static async Task<XElement?> NextAsync(XmppClient client, XElement want, List<(XElement Stanza, string Why)> passed, TimeSpan left)
    {
        try
        {
            return await client.ReceiveAsync(left > TimeSpan.FromMilliseconds(10) ? left : TimeSpan.FromMilliseconds(10));
        }
        catch (ScenarioException ended)
        {
            throw new ScenarioException(ended.Reason, StanzaText.Pretty(want), Shown(passed), ended);
        }
    }

    private static ScenarioException Late(XElement want, List<(XElement Stanza, string Why)> passed, TimeSpan patience)
    {
        if (passed.Count == 0)
            return new ScenarioException($"no stanza within {patience.TotalSeconds:0.#} s", StanzaText.Pretty(want), Shown(passed));
        var alike = passed.Where(stanza => stanza.Stanza.Name == want.Name).Concat(passed).First();
        return new ScenarioException($"no match within {patience.TotalSeconds:0.#} s; {alike.Why}", StanzaText.Pretty(want), Shown(passed));
    }

    private static string Shown(List<(XElement Stanza, string Why)> passed) => passed.Count == 0 ? "nothing" : StanzaText.Pretty(passed.Select(stanza => stanza.Stanza));
}
