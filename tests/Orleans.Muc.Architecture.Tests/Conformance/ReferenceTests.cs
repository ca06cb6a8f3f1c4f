namespace Orleans.Muc.Architecture.Tests.Conformance;

/// <summary>How a header is read.</summary>
public sealed class ReferenceTests
{
    [Theory]
    [InlineData("XEP-0500.", "0500")]
    [InlineData("XEP-0045 §8.2", "0045 | 0045 8.2")]
    [InlineData("XEP-0045 §8.2 M1, M3, §8.3", "0045 | 0045 8.2 | 0045 8.2 M1 | 0045 8.2 M3 | 0045 8.3")]
    [InlineData("XEP-0045 §8.2 M1 to M3", "0045 | 0045 8.2 | 0045 8.2 M1 | 0045 8.2 M2 | 0045 8.2 M3")]
    [InlineData("XEP-0045 §7.2.5 to §7.2.8 and §9.9", "0045 | 0045 7.2.5 | 0045 7.2.6 | 0045 7.2.7 | 0045 7.2.8 | 0045 9.9")]
    [InlineData("RFC 6121 §4.6.3", "")]
    [InlineData("XEP-0424 and XEP-0425", "0424 | 0425")]
    [InlineData("# XEP-0045 §10.1.3 (muc#roomconfig_allowpm)\n# RFC 8266 §2\n# XEP-0030 §7", "0045 | 0045 10.1.3 | 0030 | 0030 7")]
    public void Header_is_read_as_it_is_meant(string header, string meant) => Assert.Equal(meant, string.Join(" | ", References.In(header).Select(Text)));

    private static string Text(Reference reference) =>
        $"{reference.Specification} {reference.Section}{(reference.Requirement > 0 ? $" M{reference.Requirement}" : "")}".TrimEnd();
}
