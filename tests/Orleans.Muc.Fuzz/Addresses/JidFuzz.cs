using System.Buffers;
using System.Text;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Fuzz.Addresses;

/// <summary>Whatever is taken for a JID obeys RFC 7622, and is one way of writing it only.</summary>
public sealed class JidFuzz
{
    private const int MaxPartBytes = 1023;
    private static readonly SearchValues<char> NotInLocalparts = SearchValues.Create("\"&'/:<>@");

    [Fact]
    public void Address_that_is_taken_is_valid_and_stays_as_it_is()
    {
        var taken = 0;
        foreach (var number in FuzzRun.Cases(ordinary: 50_000, full: 500_000))
        {
            var text = JidDice.Make(FuzzRun.Dice("jid", number));
            var complaint = Complaint(text, out var jid);
            Assert.True(complaint is null, $"{FuzzRun.Label(number)}: {complaint}\n{BidiFuzz.Shown(text)}\n{text}");
            taken += jid is null ? 0 : 1;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"seed {FuzzRun.Seed}: {taken} taken");
    }

    [Fact]
    public void Preparing_what_is_prepared_changes_nothing()
    {
        foreach (var number in FuzzRun.Cases(ordinary: 50_000, full: 500_000))
        {
            var dice = FuzzRun.Dice("prepare", number);
            var text = JidDice.Wild(dice, dice.Next(1, 12));
            var isLocal = !Precis.TryLocalpart(text, out var local) || (Precis.TryLocalpart(local, out var local2) && local2 == local);
            var isResource = !Precis.TryResourcepart(text, out var resource) || (Precis.TryResourcepart(resource, out var resource2) && resource2 == resource);
            var isNick = !Nick.TryParse(text, out var nick) || (Nick.TryParse(nick.Value, out var nick2) && nick2.Value == nick.Value);
            Assert.True(isLocal && isResource && isNick, $"{FuzzRun.Label(number)}: {BidiFuzz.Shown(text)} local {isLocal} resource {isResource} nick {isNick}");
        }
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("&")]
    [InlineData("'")]
    [InlineData("/")]
    [InlineData(":")]
    [InlineData("<")]
    [InlineData(">")]
    [InlineData("@")]
    [InlineData("\uFF06")]
    [InlineData("\uFF20")]
    [InlineData("\uFF0F")]
    public void Localpart_holds_none_of_the_excluded_characters_not_even_in_full_width(string excluded) =>
        Assert.False(Jid.TryCreate($"ro{excluded}meo", "localhost", null, out _));

    [Theory]
    [InlineData("a", 1_023, true)]
    [InlineData("a", 1_024, false)]
    [InlineData("\u00E9", 511, true)]
    [InlineData("\u00E9", 512, false)]
    [InlineData("\u4E2D", 341, true)]
    [InlineData("\u4E2D", 342, false)]
    public void Part_has_1023_bytes_at_most(string character, int times, bool isJid)
    {
        var part = string.Concat(Enumerable.Repeat(character, times));
        Assert.Equal(isJid, Jid.TryCreate(part, "localhost", null, out _));
        Assert.Equal(isJid, Jid.TryCreate("romeo", "localhost", part, out _));
    }

    /// <summary>
    /// Decision: the tables are those of Unicode 15.0, so what came later counts as unassigned, whatever the runtime knows of it. The
    /// letters here decompose or run from right to left, which the tables can't know.
    /// </summary>
    [Theory]
    [InlineData("\U000105C9")]
    [InlineData("\U000105D2\u0307")]
    [InlineData("\U00010D4A")]
    [InlineData("\U00010D40a")]
    [InlineData("\U00016D68")]
    [InlineData("\U0002EBF0")]
    public void Character_younger_than_the_tables_is_not_allowed(string young)
    {
        Assert.False(Jid.TryCreate(young, "localhost", null, out _));
        Assert.False(Jid.TryCreate("romeo", "localhost", young, out _));
    }

    private static string? Complaint(string text, out Jid? jid)
    {
        if (!Jid.TryParse(text, out jid))
            return null;
        if (!Jid.TryParse(jid.ToString(), out var again) || again != jid || again.ToString() != jid.ToString())
            return $"{jid} becomes {again} when it is parsed again";
        if (again.Localpart != jid.Localpart || again.Domainpart != jid.Domainpart || again.Resourcepart != jid.Resourcepart)
            return $"the parts of {jid} are not those of {again}";
        if (!Jid.TryCreate(jid.Localpart, jid.Domainpart, jid.Resourcepart, out var made) || made != jid)
            return $"{jid} is not what its parts make";
        return Local(jid.Localpart) ?? Resource(jid.Resourcepart) ?? Size("domainpart", jid.Domainpart)
            ?? (jid.Bare.ToString() + (jid.IsBare ? "" : "/" + jid.Resourcepart) == jid.ToString() ? null : $"{jid} has another bare JID: {jid.Bare}");
    }

    private static string? Local(string? local)
    {
        if (local is null)
            return null;
        if (local.AsSpan().ContainsAny(NotInLocalparts))
            return "an excluded character is in the localpart";
        var odd = local.EnumerateRunes().FirstOrDefault(rune => DerivedProperty.Of(rune.Value) is not (PrecisProperty.Pvalid or PrecisProperty.ContextRule));
        if (odd.Value != 0)
            return $"U+{odd.Value:X4} is in the localpart";
        var capital = local.EnumerateRunes().FirstOrDefault(rune => Rune.ToLowerInvariant(rune) != rune);
        return capital.Value != 0 ? $"U+{capital.Value:X4} is not in lower case" : Size("localpart", local);
    }

    private static string? Resource(string? resource)
    {
        if (resource is null)
            return null;
        var odd = resource.EnumerateRunes().FirstOrDefault(rune => DerivedProperty.Of(rune.Value) is PrecisProperty.Disallowed or PrecisProperty.Unassigned);
        if (odd.Value != 0 || resource.Contains('\0', StringComparison.Ordinal))
            return $"U+{odd.Value:X4} is in the resourcepart";
        var space = resource.EnumerateRunes().FirstOrDefault(rune => rune.Value != ' ' && Rune.GetUnicodeCategory(rune) == System.Globalization.UnicodeCategory.SpaceSeparator);
        return space.Value != 0 ? $"U+{space.Value:X4} is no ASCII space" : Size("resourcepart", resource);
    }

    private static string? Size(string part, string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        return bytes is >= 1 and <= MaxPartBytes ? null : $"the {part} has {bytes} bytes";
    }
}
