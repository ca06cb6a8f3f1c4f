using Orleans.Muc.Xmpp.Tests.Reading;

namespace Orleans.Muc.Xmpp.Tests.Stanzas;

public sealed class DataFormTests
{
    [Fact]
    public void Form_is_written_and_read_back()
    {
        var form = new DataForm("form", Ns.MucRoomConfig)
        {
            Title = "Verona",
            Instructions = "Choose.",
            Fields =
            {
                new FormField("muc#roomconfig_persistentroom", "boolean", "1") { Label = "Persistent?", Required = true, Description = "Outlives its people." },
                new FormField("muc#roomconfig_presencebroadcast", "list-multi", "visitor", "moderator")
                {
                    Options = { ("Visitors", "visitor"), ("Moderators", "moderator") },
                },
            },
        };
        var read = DataForm.From(Element.Parse(form.ToElement().ToUtf8()))!;
        Assert.Equal(form.ToElement().ToString(), read.ToElement().ToString());
        Assert.Equal(("form", "Verona", "Choose.", Ns.MucRoomConfig), (read.Type, read.Title, read.Instructions, read.FormType));
        var persistent = read["muc#roomconfig_persistentroom"]!;
        Assert.True(persistent is { AsBoolean: true, Required: true, Label: "Persistent?", Description: "Outlives its people.", Type: "boolean" });
        Assert.Equal(["visitor", "moderator"], read["muc#roomconfig_presencebroadcast"]!.Values);
        Assert.Equal([("Visitors", "visitor"), ("Moderators", "moderator")], read["muc#roomconfig_presencebroadcast"]!.Options);
        Assert.Null(read["absent"]);
    }

    [Fact]
    public void Submission_of_the_registration_example_is_read()
    {
        var form = DataForm.From(Element.Parse(Feed.Utf8(
            "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#register</value></field><field var='muc#register_roomnick'><value>thirdwitch</value></field></x>")))!;
        Assert.Equal(Ns.MucRegister, form.FormType);
        Assert.Equal("thirdwitch", form["muc#register_roomnick"]!.Value);
        Assert.Null(form["muc#register_roomnick"]!.Type);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("true", true)]
    [InlineData("0", false)]
    [InlineData("false", false)]
    [InlineData("yes", null)]
    [InlineData(null, null)]
    public void Boolean_is_one_of_four_words(string? text, bool? value) => Assert.Equal(value, new FormField { Value = text }.AsBoolean);

    [Theory]
    [InlineData("<x xmlns='jabber:x:data'/>")]
    [InlineData("<x xmlns='jabber:x:data' type='odd'/>")]
    [InlineData("<x xmlns='urn:other' type='form'/>")]
    public void Other_elements_are_no_form(string xml) => Assert.Null(DataForm.From(Element.Parse(Feed.Utf8(xml))));

    [Fact]
    public void Nothing_is_no_form() => Assert.Null(DataForm.From(null));
}
