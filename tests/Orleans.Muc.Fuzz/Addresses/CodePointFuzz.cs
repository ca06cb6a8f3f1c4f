using System.Globalization;
using System.Text;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Fuzz.Addresses;

/// <summary>Every code point's class, against the derivation of RFC 8264 and against IANA's registry.</summary>
public sealed class CodePointFuzz
{
    private const int SampleStep = 17;

    /// <summary>Allowed by its property, but form C makes a middle dot of it, which stands between two l only (RFC 5892 appendix A.3).</summary>
    private const int AnoTeleia = 0x387;

    /// <summary>The Basic Multilingual Plane and a sample of the others; all of Unicode in a full run.</summary>
    private static IEnumerable<int> CodePoints =>
        Enumerable.Range(0, UnicodeFacts.CodePoints).Where(c => FuzzRun.IsFull || c < 0x20000 || c % SampleStep == 0);

    [Fact]
    public void Every_code_point_has_the_property_that_RFC_8264_derives() =>
        AssertNone(CodePoints.Where(c => CodePointClasses.Of(c) != Expected(DerivedProperty.Of(c))), c => $"{CodePointClasses.Of(c)}, derived {DerivedProperty.Of(c)}");

    [Fact]
    public void Every_code_point_that_IANA_registered_has_the_registered_property() =>
        AssertNone(
            CodePoints.Where(c => UnicodeFacts.Registry[c] != 'U' && CodePointClasses.Of(c) != Registered(UnicodeFacts.Registry[c])),
            c => $"{CodePointClasses.Of(c)}, registered {UnicodeFacts.Registry[c]}");

    /// <summary>Else the derivation above would prove little.</summary>
    [Fact]
    public void Derivation_agrees_with_the_registry() =>
        AssertNone(
            CodePoints.Where(c => UnicodeFacts.Registry[c] != 'U' && Expected(DerivedProperty.Of(c)) != Registered(UnicodeFacts.Registry[c])),
            c => $"{DerivedProperty.Of(c)}, registered {UnicodeFacts.Registry[c]}");

    /// <summary>
    /// One character alone: in free text exactly when its property allows it there, in an identifier only when it is allowed there. (The
    /// rules of direction and case may refuse an identifier that the property allows.)
    /// </summary>
    [Fact]
    public void Single_characters_are_prepared_as_their_property_says()
    {
        AssertNone(
            CodePoints.Where(c => Rune.IsValid(c) && DerivedProperty.Of(c) != PrecisProperty.ContextRule && IsFree(c) != Precis.TryOpaqueString(Text(c), out _)),
            c => $"free text: {!IsFree(c)}, derived {DerivedProperty.Of(c)}");
        AssertNone(
            CodePoints.Where(c => Rune.IsValid(c) && Precis.TryLocalpart(Text(c), out _) && DerivedProperty.Of(Narrow(c)) is not (PrecisProperty.Pvalid or PrecisProperty.ContextRule)),
            c => $"identifier: allowed, derived {DerivedProperty.Of(c)}");
    }

    private static bool IsFree(int c) => c != AnoTeleia && DerivedProperty.Of(c) is (PrecisProperty.Pvalid or PrecisProperty.IdDisOrFreePval);

    // RFC 8265 §3.3.1 maps fullwidth and halfwidth forms first; these are all that are allowed afterwards and have an arithmetic rule.
    private static int Narrow(int c) => c switch
    {
        >= 0xFF01 and <= 0xFF5E => c - 0xFF01 + '!',
        >= 0xFF65 and <= 0xFFDC => 'x',
        _ => c,
    };

    private static CodePointClass Expected(PrecisProperty property) => property switch
    {
        PrecisProperty.Pvalid => CodePointClass.Valid,
        PrecisProperty.IdDisOrFreePval => CodePointClass.FreeOnly,
        PrecisProperty.ContextRule => CodePointClass.Contextual,
        _ => CodePointClass.Disallowed,
    };

    private static CodePointClass Registered(char property) => property switch
    {
        'V' => CodePointClass.Valid,
        'F' => CodePointClass.FreeOnly,
        'C' => CodePointClass.Contextual,
        _ => CodePointClass.Disallowed,
    };

    private static string Text(int c) => char.ConvertFromUtf32(c);

    private static void AssertNone(IEnumerable<int> wrong, Func<int, string> describe)
    {
        var all = wrong.ToList();
        Assert.True(all.Count == 0, $"{all.Count} differ: " + string.Join("; ", all.Take(40).Select(c => string.Create(CultureInfo.InvariantCulture, $"U+{c:X4} {describe(c)}"))));
    }
}
