using System.Globalization;
using System.Text;

namespace Orleans.Runtime;

/// <summary>How integer and GUID keys are written as key bytes: hexadecimal digits, then <c>+</c> and the extension if there is one.</summary>
public static class GrainIdKeyExtensions
{
    public static IdSpan CreateIntegerKey(long key) => IdSpan.Create(key.ToString("X", CultureInfo.InvariantCulture));

    public static IdSpan CreateIntegerKey(long key, string? keyExtension) => WithExtension(key.ToString("X", CultureInfo.InvariantCulture), keyExtension);

    public static IdSpan CreateIntegerKey(long key, ReadOnlySpan<byte> keyExtension) => CreateIntegerKey(key, Encoding.UTF8.GetString(keyExtension));

    public static IdSpan CreateGuidKey(Guid key) => IdSpan.Create(key.ToString("N"));

    public static IdSpan CreateGuidKey(Guid key, string? keyExtension) => WithExtension(key.ToString("N"), keyExtension);

    public static IdSpan CreateGuidKey(Guid key, ReadOnlySpan<byte> keyExtension) => CreateGuidKey(key, Encoding.UTF8.GetString(keyExtension));

    public static bool TryGetIntegerKey(this GrainId grainId, out long key, out string? keyExt)
        => long.TryParse(Split(grainId, out keyExt), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out key);

    public static long GetIntegerKey(this GrainId grainId, out string? keyExt)
        => TryGetIntegerKey(grainId, out var key, out keyExt) ? key : throw new ArgumentException($"The key of {grainId} is no integer.");

    public static long GetIntegerKey(this GrainId grainId) => GetIntegerKey(grainId, out _);

    public static bool TryGetGuidKey(this GrainId grainId, out Guid key, out string? keyExt) => Guid.TryParseExact(Split(grainId, out keyExt), "N", out key);

    public static Guid GetGuidKey(this GrainId grainId, out string? keyExt)
        => TryGetGuidKey(grainId, out var key, out keyExt) ? key : throw new ArgumentException($"The key of {grainId} is no GUID.");

    public static Guid GetGuidKey(this GrainId grainId) => GetGuidKey(grainId, out _);

    private static IdSpan WithExtension(string key, string? extension) => IdSpan.Create(string.IsNullOrWhiteSpace(extension) ? key : $"{key}+{extension}");

    private static string Split(GrainId grainId, out string? extension)
    {
        var text = grainId.Key.ToString();
        var plus = text.IndexOf('+', StringComparison.Ordinal);
        extension = plus < 0 ? null : text[(plus + 1)..];
        return plus < 0 ? text : text[..plus];
    }
}
