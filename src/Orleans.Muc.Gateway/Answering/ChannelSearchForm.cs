using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Answering;

/// <summary>The form of a channel search (XEP-0433 §4.2 and §6.1): as it is handed out, and what is made of a submitted one.</summary>
internal static class ChannelSearchForm
{
    private const string Words = "q";
    private const string All = "all";
    private const string InName = "sinname";
    private const string InDescription = "sindescription";
    private const string InAddress = "sinaddress";
    private const string LeastUsers = "min_users";
    private const string Types = "types";
    private const string Key = "key";
    private const string Rooms = "xep-0045";

    // Decision: the specification calls the field sinaddress in its table and sinaddr in its examples; the table counts, both are understood.
    private const string InAddressToo = "sinaddr";

    /// <summary>Characters of the search terms.</summary>
    private const int Longest = 256;

    private const int MostWords = 10;

    private static readonly (string Var, SearchedText Text, string Label)[] Searched =
    [
        (InName, SearchedText.Name, "Search in name"),
        (InDescription, SearchedText.Description, "Search in description"),
        (InAddress, SearchedText.Address, "Search in address"),
    ];

    private static readonly (string Label, string Value, ChannelOrder Order)[] Keys =
    [
        ("Number of online users", "{urn:xmpp:channel-search:0:order}nusers", ChannelOrder.Occupants),
        ("Address", "{urn:xmpp:channel-search:0:order}address", ChannelOrder.Address),
    ];

    /// <summary>§5: every field that is supported, with its default.</summary>
    public static Element Blank()
    {
        var form = new DataForm("form", Ns.ChannelSearchForm);
        form.Fields.Add(new FormField(Words, "text-single") { Label = "Search for" });
        form.Fields.Add(new FormField(All, "boolean", "false") { Label = "Return all entries (ignore search terms)" });
        foreach (var (var, _, label) in Searched)
            form.Fields.Add(new FormField(var, "boolean", "true") { Label = label });
        form.Fields.Add(new FormField(LeastUsers, "text-single", "0") { Label = "Minimum number of users", Least = 0 });
        var types = new FormField(Types, "list-multi", Rooms) { Label = "Service types" };
        types.Options.Add(("XEP-0045 Multi-User Chat", Rooms));
        form.Fields.Add(types);
        var key = new FormField(Key, "list-single", Keys[0].Value) { Label = "Sort results by" };
        key.Options.AddRange(Keys.Select(option => (option.Label, option.Value)));
        form.Fields.Add(key);
        return form.ToElement();
    }

    /// <summary>The question of a submitted form; no rooms are wanted where it asks for none of ours. What is left out has its default, what is unknown is ignored (§5).</summary>
    public static bool TryRead(DataForm form, [NotNullWhen(true)] out ChannelQuery? query, [NotNullWhen(false)] out StanzaError? error)
    {
        query = null;
        if (form.Type != "submit" || form.FormType is not (null or Ns.ChannelSearchForm))
            return Refuse(StanzaError.BadRequest("This is no filled-in search form."), out error);
        if (!TryReadSwitch(form[All], false, out var all) || !TryReadLeast(form[LeastUsers], out var least) || !TryReadSearched(form, out var searched))
            return Refuse(StanzaError.BadRequest("A field of the form has a value that it can't have."), out error);

        // §4.2.2.2
        var key = form[Key]?.Value is { Length: > 0 } asked ? Array.FindIndex(Keys, option => option.Value == asked) : 0;
        if (key < 0)
            return Refuse(Because("invalid-sort-key", StanzaError.FeatureNotImplemented()), out error);
        if (ReadWords(form[Words]?.Value ?? "", all, searched, out var words) is { } refusal)
            return Refuse(refusal, out error);

        // §6.2: service types that nobody has asked for are not returned. One left out is that of rooms.
        var wantsRooms = form[Types] is not { } types || types.Values.Contains(Rooms);
        query = new ChannelQuery { Words = words, In = searched, LeastOccupants = wantsRooms ? least : int.MaxValue, Order = Keys[key].Order };
        error = null;
        return true;
    }

    /// <summary>§4.2.2: what is wrong with the search terms; null when nothing is.</summary>
    private static StanzaError? ReadWords(string text, bool all, SearchedText searched, out string[] words)
    {
        words = [];
        if (all)
        {
            // Decision: the example of §4.2.2.6 has another error than its text demands; the text counts.
            return text.Length == 0 ? null : Conflict("All entries can't be returned and searched by keywords at once.", All, Words);
        }

        // Decision: the type is that of the text of §4.2.2.7; its example has modify.
        if (text.Length == 0)
            return Because("no-search-conditions", StanzaError.BadRequest("Say what to search for, or ask for all.")) with { Type = StanzaErrorType.Cancel };
        if (searched == SearchedText.None)
            return Conflict("Keywords must be searched somewhere.", [Words, .. Searched.Select(field => field.Var)]);
#pragma warning disable CA1308 // The directory compares in lower case.
        words = [.. text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(word => word.Any(char.IsLetterOrDigit) || word.Any(char.IsSurrogate)).Distinct(StringComparer.Ordinal)];
#pragma warning restore CA1308
        return words.Length is > 0 and <= MostWords && text.Length <= Longest
            ? null
            : Because("invalid-search-terms", StanzaError.BadRequest($"Search terms are 1 to {MostWords} words with a letter or digit each, of at most {Longest} characters together."));
    }

    private static bool TryReadSearched(DataForm form, out SearchedText searched)
    {
        searched = SearchedText.None;
        foreach (var (var, text, _) in Searched)
        {
            if (!TryReadSwitch(form[var] ?? (var == InAddress ? form[InAddressToo] : null), true, out var isOn))
                return false;
            searched |= isOn ? text : SearchedText.None;
        }

        return true;
    }

    private static bool TryReadSwitch(FormField? field, bool otherwise, out bool isOn)
    {
        isOn = field?.AsBoolean ?? otherwise;
        return field?.AsBoolean is not null || string.IsNullOrEmpty(field?.Value);
    }

    private static bool TryReadLeast(FormField? field, out int least)
    {
        least = 0;
        return string.IsNullOrEmpty(field?.Value) || int.TryParse(field.Value, NumberStyles.None, CultureInfo.InvariantCulture, out least);
    }

    private static StanzaError Conflict(string text, params string[] fields)
    {
        var condition = new Element("conflicting-fields", Ns.ChannelSearchErrors);
        foreach (var field in fields)
            condition.Add("var", field);
        return StanzaError.BadRequest(text) with { Application = condition };
    }

    /// <summary>All of these are for the asker to put right.</summary>
    private static StanzaError Because(string condition, StanzaError error) =>
        error with { Type = StanzaErrorType.Modify, Application = new Element(condition, Ns.ChannelSearchErrors) };

    private static bool Refuse(StanzaError refusal, out StanzaError error)
    {
        error = refusal;
        return false;
    }
}
