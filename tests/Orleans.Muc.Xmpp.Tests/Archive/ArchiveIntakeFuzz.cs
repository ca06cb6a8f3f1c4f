using System.Text;
using Orleans.Muc.Xmpp.Tests.Reading;
using static Orleans.Muc.Xmpp.Tests.Archive.Asking;

namespace Orleans.Muc.Xmpp.Tests.Archive;

/// <summary>Queries by the dice: whatever stands in one is a request within its bounds, or an error with a condition of its own.</summary>
public sealed class ArchiveIntakeFuzz
{
    private static readonly string[] Vars =
        ["with", "start", "end", "before-id", "after-id", "ids", "include-groupchat", "{urn:xmpp:fulltext:0}fulltext", "FORM_TYPE", "mood", ""];

    private static readonly string[] Values =
    [
        "", " ", "true", "maybe", "juliet@capulet.lit", "@", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59.99999-14:00", "0001-01-01T00:00:00+14:00", "2010-06-07T00:00:00.Z",
        "ffffffffffffffffffffffffffffffff", "00000000000000000000000000000000", "0127a3b4c5d600010123456789abcdef", "0127A3B4C5D600010123456789ABCDEF", "urn:xmpp:mam:2", "rose",
    ];

    private static readonly StanzaErrorCondition[] Known =
    [
        StanzaErrorCondition.BadRequest, StanzaErrorCondition.FeatureNotImplemented, StanzaErrorCondition.ItemNotFound, StanzaErrorCondition.JidMalformed,
        StanzaErrorCondition.PolicyViolation,
    ];

    [Fact]
    public void Query_is_a_request_or_an_error()
    {
        var random = new Random(313);
        var requests = 0;
        for (var i = 0; i < 20_000; i++)
            if (Judge(Throw(random)))
                requests++;
        Assert.InRange(requests, 2_000, 18_000);
    }

    [Fact]
    public void Damaged_query_is_a_request_or_an_error_or_no_xml()
    {
        var random = new Random(1312);
        var read = 0;
        for (var i = 0; i < 20_000; i++)
        {
            try
            {
                Judge(Element.Parse(Mutation.Of(Throw(random).ToUtf8(), random)));
                read++;
            }
            catch (XmppXmlException)
            {
            }
        }

        Assert.InRange(read, 1_000, 20_000);
    }

    private static bool Judge(Element query)
    {
        if (!ArchiveIntake.TryRead(query, Everything, out var request, out var error))
        {
            Assert.Contains(error.Condition, Known);
            return false;
        }

        Assert.InRange(request.Items, 0, ArchiveRequest.MostItems);
        Assert.True(request.Ids is null or { Count: > 0 and <= ArchiveRequest.MostIds });
        Assert.All(request.Ids ?? [], id => Assert.Contains(id, request.Named));
        Assert.True(request.Named.Count == 0 || request.Ids is not null || request.After is not null || request.Before is not null);
        Assert.NotEqual("", request.Text);
        return true;
    }

    private static Element Throw(Random random)
    {
        var children = new StringBuilder();
        if (random.Next(4) > 0)
            children.Append(Form([.. Enumerable.Range(0, random.Next(4)).Select(_ => ThrowField(random))]));
        if (random.Next(2) == 0)
            children.Append(Page(ThrowPage(random)));
        if (random.Next(4) == 0)
            children.Append("<flip-page/>");
        return Query(children.ToString(), random.Next(3) == 0 ? "queryid='q'" : "");
    }

    private static string ThrowField(Random random) =>
        Field(Vars[random.Next(random.Next(4) == 0 ? Vars.Length : 8)], [.. Enumerable.Range(0, random.Next(3)).Select(_ => Values[random.Next(Values.Length)])]);

    private static string ThrowPage(Random random) => random.Next(6) switch
    {
        0 => "",
        1 => $"<max>{random.Next(-1, 300)}</max>",
        2 => "<before/>",
        3 => $"<max>7</max><after>{Values[random.Next(Values.Length)]}</after>",
        4 => $"<before>{Values[random.Next(Values.Length)]}</before>",
        _ => $"<index>{random.Next(3)}</index>",
    };
}
