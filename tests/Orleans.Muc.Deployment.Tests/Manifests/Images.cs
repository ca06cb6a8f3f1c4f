using System.Text.RegularExpressions;

namespace Orleans.Muc.Deployment.Tests.Manifests;

/// <summary>Names of images.</summary>
internal static partial class Images
{
    /// <summary>Whether it says which registry and which version.</summary>
    public static bool IsPinned(string image) => Pinned().IsMatch(image);

    [GeneratedRegex(@"^[a-z0-9.-]+\.[a-z]+/[a-z0-9./-]+:(?!latest$)[a-z0-9.-]*[0-9][a-z0-9.-]*(@sha256:[0-9a-f]{64})?$")]
    private static partial Regex Pinned();
}
