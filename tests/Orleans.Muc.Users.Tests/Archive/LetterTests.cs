using System.Text;
using Orleans.Muc.Xmpp;

namespace Orleans.Muc.Users.Tests.Archive;

/// <summary>What an account's archive makes of a message.</summary>
public sealed class LetterTests
{
    private static readonly Jid Balcony = Jid.Parse($"{Cast.Juliet}/balcony");
    private static readonly Jid Orchard = Jid.Parse($"{Cast.Romeo}/orchard");
    private static readonly StanzaId Id = StanzaId.Next(null, DateTimeOffset.UnixEpoch, 1);

    [Fact]
    public void Letter_is_with_the_other_one_whichever_way_it_goes()
    {
        var message = Cast.Message("chat", Orchard.ToString()) with { From = Balcony };

        Assert.Equal(Balcony, Letter.Of(message, Cast.Romeo).With);
        Assert.Equal(Orchard, Letter.Of(message, Cast.Juliet).With);
        Assert.Equal(Cast.Romeo, Letter.Of(message with { From = Orchard, To = Cast.Romeo }, Cast.Romeo).With);
    }

    [Fact]
    public void Letter_is_stored_with_its_addressee()
    {
        var message = Cast.Message("chat", "romeo@montague.example/o'rchard") with { From = Balcony, Id = "m1" };

        var (head, tail) = Letter.Of(message, Cast.Romeo).Encode();

        Assert.Equal(Element.Parse(Encoding.UTF8.GetBytes(message.ToString())).ToString(), Element.Parse((byte[])[.. head, .. tail]).ToString());
        Assert.StartsWith("<message xmlns='jabber:client'", Encoding.UTF8.GetString(head), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("by='romeo@montague.example' id='1'", false)]
    [InlineData("by='ROMEO@montague.example' id='1'", false)]
    [InlineData("id='1'", false)]
    [InlineData("by='romeo@montague.example/orchard' id='1'", true)]
    [InlineData("by='juliet@capulet.example' id='1'", true)]
    [InlineData("by='@' id='1'", true)]
    public void Id_that_seems_to_be_the_accounts_own_is_taken_off(string attributes, bool stays)
    {
        var message = With($"<body>x</body><stanza-id xmlns='urn:xmpp:sid:0' {attributes}/>");

        var kept = Letter.WithoutForgedIds(message, Cast.Romeo);

        Assert.Equal(stays ? message.ToString() : With("<body>x</body>").ToString(), kept.ToString());
        Assert.False(Letter.IsMarked(kept, Cast.Romeo));
    }

    [Fact]
    public void Mark_tells_where_the_message_is()
    {
        var marked = Letter.Marked(With("<body>x</body>"), Cast.Romeo, Id);

        Assert.Equal(With($"<body>x</body><stanza-id xmlns='urn:xmpp:sid:0' by='romeo@montague.example' id='{Id}'/>").ToString(), marked.ToString());
        Assert.True(Letter.IsMarked(marked, Cast.Romeo));
        Assert.False(Letter.IsMarked(marked, Cast.Juliet));
    }

    [Fact]
    public void What_looks_like_a_room_naming_somebody_is_not_stored_but_an_invitation_is()
    {
        const string Invitation = "<x xmlns='http://jabber.org/protocol/muc#user'><invite/></x>";
        var message = With($"<body>x</body><x xmlns='http://jabber.org/protocol/muc#user'><item jid='nurse@capulet.example'/></x>{Invitation}");

        Assert.Equal(With($"<body>x</body>{Invitation}").ToString(), Letter.Of(message, Cast.Romeo).Stanza.ToString());
    }

    private static Stanza With(string payload) =>
        new(StanzaKind.Message, Payload.Parse(Encoding.UTF8.GetBytes(payload))) { From = Balcony, To = Orchard };
}
