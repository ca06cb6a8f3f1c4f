namespace Orleans.Muc.Architecture.Tests;

/// <summary>Assertion that shows every place where a rule is broken, not only the first few.</summary>
internal static class Findings
{
    public static void None(IEnumerable<string> places)
    {
        var found = places.ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }
}
