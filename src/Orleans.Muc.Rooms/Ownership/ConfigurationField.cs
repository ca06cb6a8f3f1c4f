using System.Globalization;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Rooms;

/// <summary>One field of the configuration form: how it is shown, read and written.</summary>
internal sealed record ConfigurationField(string Var, string Type, string Label)
{
    public required Func<RoomConfiguration, string[]> Read { get; init; }

    /// <summary>The configuration with the submitted values; null when they are not acceptable.</summary>
    public required Func<RoomConfiguration, IReadOnlyList<string>, RoomConfiguration?> Write { get; init; }

    /// <summary>Other names by which clients submit the same.</summary>
    public string[] Aliases { get; init; } = [];

    public (string Label, string Value)[] Options { get; init; } = [];

    /// <summary>The smallest whole number that it takes; null when it takes something else.</summary>
    public int? Least { get; init; }

    public static ConfigurationField Text(
        (string Var, string Label, int Most) about,
        Func<RoomConfiguration, string> get,
        Func<RoomConfiguration, string, RoomConfiguration> set) => new(about.Var, "text-single", about.Label)
        {
            Read = room => get(room) is { Length: > 0 } text ? [text] : [],
            Write = (room, values) => string.Join(' ', values).Trim() is var text && text.Length <= about.Most ? set(room, text) : null,
        };

    public static ConfigurationField Boolean(
        (string Var, string Label) about,
        Func<RoomConfiguration, bool> get,
        Func<RoomConfiguration, bool, RoomConfiguration?> set) => new(about.Var, "boolean", about.Label)
        {
            Read = room => [get(room) ? "1" : "0"],
            Write = (room, values) => new FormField(about.Var, null, values).AsBoolean is { } value ? set(room, value) : null,
        };

    public static ConfigurationField Choice<T>(
        (string Var, string Label, (string Label, string Value, T Meaning)[] Options) about,
        Func<RoomConfiguration, T> get,
        Func<RoomConfiguration, T, RoomConfiguration> set)
        where T : struct, Enum => new(about.Var, "list-single", about.Label)
        {
            Options = [.. about.Options.Select(option => (option.Label, option.Value))],
            Read = room => [about.Options.First(option => EqualityComparer<T>.Default.Equals(option.Meaning, get(room))).Value],
            Write = (room, values) => Array.Find(about.Options, option => values is [var value] && option.Value == value) is { Value: not null } chosen
                ? set(room, chosen.Meaning)
                : null,
        };

    /// <summary>A number that is not negative, within bounds that include both.</summary>
    public static int? Number(IReadOnlyList<string> values, int least, int most) =>
        values is [var text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : null;

    /// <summary>What a form gives for this field, under whichever name; null when it gives nothing.</summary>
    public FormField? In(DataForm submitted)
    {
        var given = submitted[Var];
        foreach (var alias in Aliases)
            given ??= submitted[alias];
        return given;
    }

    public FormField ToFormField(RoomConfiguration room)
    {
        var field = new FormField(Var, Type, Read(room)) { Label = Label, Least = Least };
        field.Options.AddRange(Options);
        return field;
    }
}
