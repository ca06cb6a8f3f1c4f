using FsCheck;
using FsCheck.Fluent;
using Orleans.Muc.AzureStorage.Keys;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Storage.Tests.AzureStorage;

/// <summary>Whatever an address may hold, its key is one that a table takes, and its own.</summary>
public sealed class TableKeyTests
{
    private static readonly Config Counts = Environment.GetEnvironmentVariable("MUC_FULL") == "1"
        ? Config.QuickThrowOnFailure.WithMaxTest(100_000)
        : Config.QuickThrowOnFailure.WithMaxTest(2_000).WithReplay(313, 59);

    private static readonly string[] Pieces =
        ["a", "Z", "0", "_", "_2F", "_h", "_i1", "-", ".", "@", "/", "\\", "#", "?", "%", "%2F", "'", "\"", "+", "|", " ", "é", "ж", "漢", "💃🏽", "\u200d", "\u3000", "~", "`", ":"];

    private static readonly Gen<string> Texts = Gen.Choose(0, 40).SelectMany(length => Gen.Elements(Pieces).ArrayOf(length)).Select(pieces => string.Concat(pieces));

    /// <summary>What parses as an address of such pieces; the resource of a third of them is long.</summary>
    private static readonly Gen<Jid?> Jids =
        from local in Texts
        from resource in Texts
        from times in Gen.Elements(1, 1, 30)
        select Jid.TryCreate(local, "rooms.example", string.Concat(Enumerable.Repeat(resource, times)), out var jid) ? jid : null;

    [Fact]
    public void Every_text_can_be_read_back_from_its_key_or_has_its_hash_there() => Check.One(Counts, Prop.ForAll(Texts.ToArbitrary(), text =>
        AssertKey(text)));

    [Fact]
    public void Every_address_has_a_key_that_a_table_takes() => Check.One(Counts, Prop.ForAll(Jids.ToArbitrary(), jid =>
    {
        if (jid is not null)
            AssertKey(jid.ToString());
    }));

    [Fact]
    public void No_two_texts_share_a_key() => Check.One(Counts, Prop.ForAll(Texts.ToArbitrary(), Texts.ToArbitrary(), (one, other) =>
        Assert.Equal(one == other, TableKey.Of(one) == TableKey.Of(other))));

    [Fact]
    public void A_text_that_looks_like_a_key_has_another_one()
    {
        var text = "romeo/balcony";
        Assert.NotEqual(TableKey.Of(text), TableKey.Of(TableKey.Of(text)));
        Assert.NotEqual(TableKey.Of(new string('ж', 400)), TableKey.Of(TableKey.Of(new string('ж', 400))));
    }

    [Theory]
    [InlineData(420)]
    [InlineData(421)]
    [InlineData(3071)]
    public void The_longest_that_is_spelled_out_is_followed_by_the_first_that_is_hashed(int length)
    {
        var key = TableKey.Of(new string('a', length));

        Assert.Equal(length <= TableKey.MaxLength ? new string('a', length) : null, TableKey.TextOf(key));
    }

    [Theory]
    [InlineData("_")]
    [InlineData("_2")]
    [InlineData("_zz")]
    public void What_is_no_key_is_not_read(string key) => Assert.Throws<FormatException>(() => TableKey.TextOf(key));

    private static void AssertKey(string text)
    {
        var key = TableKey.Of(text);
        Assert.InRange(key.Length, 0, TableKey.MaxLength);
        Assert.DoesNotContain(key, character => character is '/' or '\\' or '#' or '?' or '%' or '\'' || char.IsControl(character) || !char.IsAscii(character));
        if (TableKey.TextOf(key) is { } read)
            Assert.Equal(text, read);
        else
            Assert.True(key.StartsWith("_h", StringComparison.Ordinal) && key.Length == 66);
    }
}
