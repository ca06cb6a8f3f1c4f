using Orleans.Muc.Abstractions.Rooms;
using Orleans.Muc.Gateway.Answering;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Gateway.Tests.Answering;

/// <summary>XEP-0433 §4.2, §5 and §6.1.</summary>
public sealed class ChannelSearchFormTests
{
    private const string Order = "{urn:xmpp:channel-search:0:order}";

    [Fact]
    public void Form_that_is_handed_out_can_be_submitted_as_it_is_with_words_in_it()
    {
        var form = DataForm.From(ChannelSearchForm.Blank())!;
        form.Type = "submit";
        form["q"]!.Value = "balcony";

        Assert.True(ChannelSearchForm.TryRead(form, out var query, out _));

        Assert.Equal(["balcony"], query.Words);
        Assert.Equal(SearchedText.Name | SearchedText.Description | SearchedText.Address, query.In);
        Assert.Equal((0, ChannelOrder.Occupants), (query.LeastOccupants, query.Order));
        Assert.Equal(["q", "all", "sinname", "sindescription", "sinaddress", "min_users", "types", "key"], form.Fields.Skip(1).Select(field => field.Var));
    }

    [Fact]
    public void Words_are_each_looked_for_in_lower_case()
    {
        Assert.Equal(["verona", "\u00E9t\u00E9"], Read(("q", " Verona\u2003\u00C9T\u00C9  verona -- ")).Words);
        Assert.Equal(["\u8302\u4E18"], Read(("q", "\u8302\u4E18")).Words);
    }

    [Fact]
    public void All_asks_for_everything_and_takes_an_empty_field_of_words_along()
    {
        Assert.Empty(Read(("all", "true")).Words);
        Assert.Empty(Read(("all", "1"), ("q", "")).Words);
    }

    [Theory]
    [InlineData("sinaddress")]
    [InlineData("sinaddr")]
    public void Addresses_are_left_out_by_either_name_of_the_field(string field) =>
        Assert.Equal(SearchedText.Name | SearchedText.Description, Read(("q", "a"), (field, "0")).In);

    [Fact]
    public void Rest_of_the_fields_is_taken_too()
    {
        var query = Read(("q", "a"), ("min_users", "7"), ("key", Order + "address"), ("sinname", "false"), ("types", "xep-0045"), ("unheard-of", "x"));

        Assert.Equal((7, ChannelOrder.Address, SearchedText.Description | SearchedText.Address), (query.LeastOccupants, query.Order, query.In));
    }

    [Fact]
    public void Who_asks_for_other_service_types_only_finds_nothing() => Assert.Equal(int.MaxValue, Read(("all", "1"), ("types", "xep-0369")).LeastOccupants);

    [Theory]
    [InlineData("feature-not-implemented", "modify", "invalid-sort-key", "all=1", "key=loudest")]
    [InlineData("bad-request", "modify", "conflicting-fields", "all=1", "q=verona")]
    [InlineData("bad-request", "modify", "conflicting-fields", "q=verona", "sinname=0", "sindescription=0", "sinaddr=0")]
    [InlineData("bad-request", "cancel", "no-search-conditions", "key={urn:xmpp:channel-search:0:order}address")]
    [InlineData("bad-request", "cancel", "no-search-conditions", "q=", "all=0")]
    [InlineData("bad-request", "modify", "invalid-search-terms", "q= ")]
    [InlineData("bad-request", "modify", "invalid-search-terms", "q=-- !")]
    [InlineData("bad-request", "modify", "invalid-search-terms", "q=a b c d e f g h i j k")]
    [InlineData("bad-request", "modify", null, "all=perhaps")]
    [InlineData("bad-request", "modify", null, "all=1", "min_users=-1")]
    [InlineData("bad-request", "modify", null, "all=1", "sinname=maybe")]
    [InlineData("bad-request", "modify", null, "all=1", "FORM_TYPE=http://jabber.org/protocol/muc#roomconfig")]
    public void What_makes_no_sense_is_refused_by_name(string condition, string type, string? application, params string[] fields)
    {
        var form = new DataForm("submit");
        form.Fields.AddRange(fields.Select(field => field.Split('=', 2)).Select(pair => new FormField(pair[0], null, pair[1])));

        Assert.False(ChannelSearchForm.TryRead(form, out _, out var error));

        var element = new Stanza(StanzaKind.Iq, Payload.Empty) { Type = "get", Id = "s1" }.Error(error).Payload.Element("error", Ns.Client)!;
        Assert.Equal(type, element["type"]);
        Assert.NotNull(element.Child(condition, Ns.Stanzas));
        Assert.Equal(application, element.Children.SingleOrDefault(child => child.Namespace == "urn:xmpp:channel-search:0:error")?.Name);
    }

    [Fact]
    public void Too_long_a_question_is_refused()
    {
        var form = new DataForm("submit", Ns.ChannelSearchForm);
        form.Fields.Add(new FormField("q", null, new string('x', 257)));

        Assert.False(ChannelSearchForm.TryRead(form, out _, out var error));
        Assert.Equal("invalid-search-terms", error.Application?.Name);
    }

    [Fact]
    public void Conflicting_fields_are_named()
    {
        var form = new DataForm("submit", Ns.ChannelSearchForm);
        form.Fields.Add(new FormField("q", null, "verona"));
        form.Fields.Add(new FormField("all", null, "1"));

        Assert.False(ChannelSearchForm.TryRead(form, out _, out var error));
        Assert.Equal(["all", "q"], error.Application!.ChildrenNamed("var").Select(field => field.Text));
    }

    private static ChannelQuery Read(params (string Var, string Value)[] fields)
    {
        var form = new DataForm("submit", Ns.ChannelSearchForm);
        form.Fields.AddRange(fields.Select(field => new FormField(field.Var, null, field.Value)));
        Assert.True(ChannelSearchForm.TryRead(form, out var query, out _));
        return query;
    }
}
