using System.Collections.Frozen;
using System.Text.Json;

namespace Orleans.Muc.Xmpp;

/// <summary>The names of an enum on the wire: <c>ItemNotFound</c> is <c>item-not-found</c>.</summary>
internal sealed class WireNames<T>
    where T : struct, Enum
{
    private readonly FrozenDictionary<T, string> names =
        Enum.GetValues<T>().ToFrozenDictionary(value => value, value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()));

    private readonly FrozenDictionary<string, T> values;

    public WireNames() => values = names.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    public string this[T value] => names[value];

    public bool TryParse(string? name, out T value)
    {
        value = default;
        return name is not null && values.TryGetValue(name, out value);
    }
}
