using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Fuzz.Addresses;

/// <summary>The contextual rules of RFC 5892 appendix A, in free text, where no other rule interferes.</summary>
public sealed class ContextTests
{
    [Theory]
    // A.1 zero width non-joiner: after a virama, or between letters that join towards it.
    [InlineData("\u0915\u094D\u200C\u0937", true)]
    [InlineData("\u0628\u200C\u0628", true)]
    [InlineData("\u0628\u064B\u200C\u064B\u0628", true)]
    [InlineData("\u0628\u200C\u0627", true)]
    [InlineData("\u0627\u200C\u0628", false)]
    [InlineData("\u0628\u200C", false)]
    [InlineData("\u200C\u0628", false)]
    [InlineData("\u0628\u200Ca", false)]
    [InlineData("a\u200Cb", false)]
    [InlineData("\u200C", false)]
    // A.2 zero width joiner: after a virama only.
    [InlineData("\u0915\u094D\u200D\u0937", true)]
    [InlineData("\u0915\u094D\u200D", true)]
    [InlineData("\u0628\u200D\u0628", false)]
    [InlineData("a\u200D", false)]
    [InlineData("\u200D", false)]
    // A.3 middle dot: between two l.
    [InlineData("l\u00B7l", true)]
    [InlineData("col\u00B7laborar", true)]
    [InlineData("l\u00B7", false)]
    [InlineData("\u00B7l", false)]
    [InlineData("a\u00B7l", false)]
    [InlineData("l\u00B7a", false)]
    [InlineData("\u00B7", false)]
    // A.4 Greek keraia: before a Greek letter.
    [InlineData("\u0375\u03B1", true)]
    [InlineData("a\u0375\u03B2", true)]
    [InlineData("\u0375a", false)]
    [InlineData("\u03B1\u0375", false)]
    [InlineData("\u0375", false)]
    // A.5, A.6 Hebrew geresh and gershayim: after a Hebrew letter.
    [InlineData("\u05D0\u05F3", true)]
    [InlineData("\u05D0\u05F4\u05D1", true)]
    [InlineData("a\u05F3", false)]
    [InlineData("\u05F3\u05D0", false)]
    [InlineData("\u05F4", false)]
    // A.7 Katakana middle dot: where there is any Hiragana, Katakana or Han.
    [InlineData("\u30FB\u3042", true)]
    [InlineData("a\u30FB\u30AB", true)]
    [InlineData("\u4E00b\u30FB", true)]
    [InlineData("\u30FB\u3007", true)]
    [InlineData("\u30FBa", false)]
    [InlineData("\u30FB\u30FC", false)]
    [InlineData("\u30FB\u30FB", false)]
    [InlineData("\u30FB", false)]
    // A.8, A.9 Arabic-Indic digits: not with the extended ones.
    [InlineData("\u0660\u0669", true)]
    [InlineData("\u06F0\u06F9", true)]
    [InlineData("a\u0661b1", true)]
    [InlineData("\u0660\u06F0", false)]
    [InlineData("\u06F5-\u0665", false)]
    public void Character_is_allowed_in_its_context_only(string text, bool isAllowed) => Assert.Equal(isAllowed, Precis.TryOpaqueString(text, out _));
}
