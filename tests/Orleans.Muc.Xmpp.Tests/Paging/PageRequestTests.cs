using System.Text;

namespace Orleans.Muc.Xmpp.Tests.Paging;

/// <summary>XEP-0059 §2.</summary>
public sealed class PageRequestTests
{
    private static readonly string[] Items = ["b", "d", "f", "h", "j"];

    [Theory]
    [InlineData("", "b d f h")] // most
    [InlineData("<max>2</max>", "b d")]
    [InlineData("<max>0</max>", "")]
    [InlineData("<max>99999999999999999999</max>", null)]
    [InlineData("<max>18446744073709551615</max>", "b d f h")]
    [InlineData("<max>2</max><after>d</after>", "f h")]
    [InlineData("<max>2</max><after>e</after>", "f h")] // gone, but its place is known
    [InlineData("<max>2</max><after>h</after>", "j")]
    [InlineData("<max>2</max><after>z</after>", "")]
    [InlineData("<max>2</max><after/>", "b d")]
    [InlineData("<max>2</max><before/>", "h j")]
    [InlineData("<max>2</max><before>f</before>", "b d")]
    [InlineData("<max>2</max><before>d</before>", "b")]
    [InlineData("<max>2</max><before>a</before>", "")]
    [InlineData("<before/>", "d f h j")]
    [InlineData("<max>2</max><index>3</index>", "h j")]
    [InlineData("<max>2</max><index>5</index>", "")]
    [InlineData("<max>2</max><index>4000000000</index>", "")]
    [InlineData("<max>-1</max>", null)]
    [InlineData("<max>few</max>", null)]
    [InlineData("<index>1.5</index>", null)]
    [InlineData("<after>b</after><before>j</before>", null)]
    [InlineData("<index>1</index><before/>", null)]
    public void Page_is_what_was_asked_for(string set, string? expected)
    {
        var isRead = PageRequest.TryRead(Query($"<set xmlns='{Ns.Rsm}'>{set}</set>"), out var page);

        Assert.Equal(expected is not null, isRead);
        if (expected is null)
            return;
        var (first, count) = page!.Of(Items, item => item, 4);
        Assert.Equal(expected, string.Join(' ', Items[first..(first + count)]));
    }

    [Fact]
    public void Query_without_a_set_asks_for_no_page()
    {
        Assert.True(PageRequest.TryRead(Query(""), out var page));
        Assert.Null(page);
    }

    [Fact]
    public void Pages_forwards_and_backwards_cover_everything_once()
    {
        var forwards = new List<string>();
        for (string? after = null; ;)
        {
            var (first, count) = new PageRequest { Max = 2, After = after }.Of(Items, item => item, 100);
            if (count == 0)
                break;
            forwards.AddRange(Items[first..(first + count)]);
            after = forwards[^1];
        }

        var backwards = new List<string>();
        for (var before = ""; ;)
        {
            var (first, count) = new PageRequest { Max = 2, Before = before }.Of(Items, item => item, 100);
            if (count == 0)
                break;
            backwards.InsertRange(0, Items[first..(first + count)]);
            before = backwards[0];
        }

        Assert.Equal(Items, forwards);
        Assert.Equal(Items, backwards);
    }

    [Fact]
    public void Answer_names_its_ends_its_place_and_the_count()
    {
        Assert.Equal(
            $"<set xmlns='{Ns.Rsm}'><first index='2'>f</first><last>h</last><count>5</count></set>",
            PageRequest.Answer(("f", "h"), 2, 5)!.ToString().Replace('"', '\''));
        Assert.Equal($"<set xmlns='{Ns.Rsm}'><count>5</count></set>", PageRequest.Answer(null, 0, 5)!.ToString().Replace('"', '\''));
        Assert.Null(PageRequest.Answer(null, 0, 0));
    }

    private static Element Query(string inside) => Element.Parse(Encoding.UTF8.GetBytes($"<query xmlns='{Ns.DiscoItems}'>{inside}</query>"));
}
