using System.Diagnostics.CodeAnalysis;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Users;

/// <summary>From XML to <see cref="ArchiveQuestion"/>.</summary>
public static class ArchiveQuestions
{
    /// <summary>Whether an iq asks anything of an archive.</summary>
    public static bool Concerns(Stanza iq)
    {
        ArgumentNullException.ThrowIfNull(iq);
        return iq is { Kind: StanzaKind.Iq, Type: "get" or "set" } && iq.Payload.Children.Any(child => child.Namespace == Ns.Mam);
    }

    /// <summary>Reads an iq that concerns an archive.</summary>
    public static ArchiveQuestion Read(Stanza iq, ArchiveFields offered)
    {
        ArgumentNullException.ThrowIfNull(iq);
        var payload = iq.Payload.Children.First(child => child.Namespace == Ns.Mam).Parse();
        return (iq.Type, payload.Name) switch
        {
            ("set", "query") => ArchiveIntake.TryRead(payload, offered, out var request, out var error) ? new ArchiveQuestion.Messages(request) : new ArchiveQuestion.Malformed(error),
            ("get", "query") => new ArchiveQuestion.Fields(),
            ("get", "metadata") => new ArchiveQuestion.Ends(),
            ("get", "prefs") => new ArchiveQuestion.GetPreferences(),
            ("set", "prefs") => TryReadPreferences(payload, out var preferences, out var error) ? new ArchiveQuestion.SetPreferences(preferences) : new ArchiveQuestion.Malformed(error),
            _ => new ArchiveQuestion.Malformed(StanzaError.FeatureNotImplemented()),
        };
    }

    private static bool TryReadPreferences(Element prefs, [NotNullWhen(true)] out ArchivePreferences? preferences, [NotNullWhen(false)] out StanzaError? error)
    {
        (preferences, error) = (null, null);
        if (ArchivePreferences.DefaultNamed(prefs["default"]) is not { } otherwise)
            error = StanzaError.BadRequest("The default is always, never or roster.");
        else if (!TryReadList(prefs, "always", out var always) || !TryReadList(prefs, "never", out var never))
            error = StanzaError.JidMalformed();
        else if (always.Count + never.Count > ArchivePreferences.MostAddresses)
            error = StanzaError.ResourceConstraint("These are too many addresses.");
        else
            preferences = new ArchivePreferences(otherwise, always, never);
        return error is null;
    }

    // XEP-0441 §2.1.2, §2.1.3: a list that is missing is an empty one.
    private static bool TryReadList(Element prefs, string name, out List<Jid> addresses)
    {
        addresses = [];
        foreach (var item in prefs.Child(name, Ns.Mam)?.ChildrenNamed("jid", Ns.Mam) ?? [])
        {
            if (!Jid.TryParse(item.Text.Trim(), out var address))
                return false;
            if (!addresses.Contains(address))
                addresses.Add(address);
        }

        return true;
    }
}
