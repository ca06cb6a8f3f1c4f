namespace Orleans.Muc.Cluster.Tests.Semantics;

[Collection(OneSiloCluster.Name)]
public sealed class CopyingTests(OneSiloCluster cluster)
{
    [Fact]
    public async Task An_argument_is_a_copy()
    {
        var post = cluster.Inside.GetGrain<IPostGrain>("argument");
        var letter = new Letter { Lines = ["But soft"] };
        await post.Take(letter).Soon();
        letter.Lines.Add("what light");
        Assert.Equal(["But soft"], (await post.Last()).Lines);
    }

    [Fact]
    public async Task A_result_is_a_copy()
    {
        var post = cluster.Inside.GetGrain<IPostGrain>("result");
        await post.Take(new Letter { Lines = ["A rose"] }).Soon();
        (await post.Last()).Lines.Clear();
        Assert.Equal(["A rose"], (await post.Last()).Lines);
    }

    [Fact]
    public async Task Members_without_an_id_stay_behind()
    {
        var post = cluster.Inside.GetGrain<IPostGrain>("margin");
        await post.Take(new Letter { Margin = "burn this" }).Soon();
        Assert.Null((await post.Last()).Margin);
    }

    [Fact]
    public async Task Bytes_are_copied_before_the_call_returns_to_the_caller()
    {
        var post = cluster.Inside.GetGrain<IPostGrain>("bytes");
        byte[] bytes = [1, 2, 3];
        byte[] memory = [4, 5, 6];
        var take = post.TakeBytes(bytes, memory);
        Array.Clear(bytes);
        Array.Clear(memory);
        Gates.Open("bytes");
        await take.Soon();
        Assert.Equal([[1, 2, 3], [4, 5, 6]], await post.LastBytes());
    }

    [Fact]
    public async Task What_is_immutable_is_handed_over()
    {
        var letter = new Letter();
        var seal = new Seal("Montague");
        PostGrain.Sent = [letter, seal];
        Assert.True(await cluster.Inside.GetGrain<IPostGrain>("immutable").IsTheSame(letter, seal).Soon());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_positional_members_of_a_record_cross(bool inside)
    {
        var post = (inside ? cluster.Inside : cluster.Outside).GetGrain<IPostGrain>("record");
        var answer = await post.Readdress(new Envelope("Romeo", [1, 2]), "Friar Laurence").Soon();
        Assert.Equal("Friar Laurence", answer.To);
        Assert.Equal([1, 2], answer.Stamps);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_foreign_type_crosses_as_its_surrogate(bool inside)
    {
        var portrait = new Portrait("Rosaline");
        var shown = await (inside ? cluster.Inside : cluster.Outside).GetGrain<IPostGrain>("surrogate").Show(portrait).Soon();
        Assert.Equal("Rosaline", shown.Sitter);
        Assert.NotSame(portrait, shown);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Values_cross_by_their_own_type(bool inside)
    {
        var items = new Dictionary<string, object> { ["letter"] = new Letter { Lines = ["x"] }, ["number"] = 3, ["list"] = new List<int> { 1 } };
        var answer = await (inside ? cluster.Inside : cluster.Outside).GetGrain<IPostGrain>("mixed").Mixed(items).Soon();
        Assert.Equal(["x"], Assert.IsType<Letter>(answer["letter"]).Lines);
        Assert.Equal(3, answer["number"]);
        Assert.Equal([1], Assert.IsType<List<int>>(answer["list"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reference_crosses_and_can_be_called(bool inside)
    {
        var factory = inside ? cluster.Inside : cluster.Outside;
        var next = await factory.GetGrain<IPostGrain>("first").Forward(factory.GetGrain<IPostGrain>("second")).Soon();
        Assert.Equal("second", next.GetPrimaryKeyString());
        Assert.Empty((await next.Last().Soon()).Lines);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_exception_keeps_its_type_and_its_members(bool inside)
    {
        var post = (inside ? cluster.Inside : cluster.Outside).GetGrain<IPostGrain>("banish");
        var problem = await Assert.ThrowsAsync<BanishedException>(() => post.Banish("Verona").Soon());
        Assert.Equal("Exile is death.", problem.Message);
        Assert.Equal("Verona", problem.From);
    }
}
