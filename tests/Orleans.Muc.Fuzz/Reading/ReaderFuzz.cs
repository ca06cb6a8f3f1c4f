namespace Orleans.Muc.Fuzz.Reading;

/// <summary>The reader against System.Xml on mutated documents, see <see cref="Restriction"/> for where they may differ.</summary>
public sealed class ReaderFuzz
{
    private const int SmallBytes = 200;

    [Fact]
    public void Reader_accepts_and_refuses_what_System_Xml_does_and_relays_what_it_read()
    {
        var counts = new Dictionary<Outcome, int>();
        foreach (var number in FuzzRun.Cases(ordinary: 20_000, full: 200_000))
        {
            var document = Documents.Make(FuzzRun.Dice("reader", number));
            if (Complaint(document) is { } complaint)
                Assert.Fail(Report(number, complaint, document, shorter => Complaint(shorter) is not null));
            var outcome = OurReading.Of(document).Outcome;
            counts[outcome] = counts.GetValueOrDefault(outcome) + 1;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"seed {FuzzRun.Seed}: " + string.Join(", ", counts.Select(count => $"{count.Value} {count.Key}")));
    }

    [Fact]
    public void Where_the_bytes_are_cut_changes_nothing()
    {
        var cuts = 0;
        foreach (var number in FuzzRun.Cases(ordinary: 2_000, full: 20_000))
        {
            var document = Documents.MakeSmall(FuzzRun.Dice("split", number), SmallBytes);
            if (SplitComplaint(document) is { } complaint)
                Assert.Fail(Report(number, complaint, document, shorter => SplitComplaint(shorter) is not null));
            cuts += document.Length;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"seed {FuzzRun.Seed}: {cuts} cuts");
    }

    internal static string? Complaint(byte[] document)
    {
        try
        {
            return Judge.Complaint(document);
        }
        catch (Exception fault)
        {
            return $"it throws {fault}";
        }
    }

    internal static string? SplitComplaint(byte[] document)
    {
        var whole = OurReading.Of(document);
        for (var at = 1; at < document.Length; at++)
            if (!IsSame(whole, OurReading.Split(document, at), end => OurReading.Split([.. document, .. end], at)))
                return $"cut at {at}: {OurReading.Split(document, at).Transcript()}\nwhole: {whole.Transcript()}";
        var single = OurReading.ByteByByte(document);
        return IsSame(whole, single, end => OurReading.ByteByByte([.. document, .. end])) ? null : $"byte by byte: {single.Transcript()}\nwhole: {whole.Transcript()}";
    }

    /// <summary>
    /// A tag that came in pieces is looked at again only when its end has come, so a mistake in a tag without end may be told later. It must
    /// be told when the end comes.
    /// </summary>
    private static bool IsSame(OurReading whole, OurReading cut, Func<byte[], OurReading> ended) =>
        whole.Transcript() == cut.Transcript()
        || (whole.Outcome == Outcome.Refused && cut.Outcome == Outcome.Incomplete
            && TagEnds.Any(end => ended(end) is { Outcome: Outcome.Refused } late && late.Condition == whole.Condition && late.Items.Count == whole.Items.Count));

    /// <summary>The end of a tag, outside of quotes and in either.</summary>
    private static readonly byte[][] TagEnds = [[.. ">"u8], [.. "'>"u8], [.. "\">"u8]];

    private static string Report(int number, string complaint, byte[] document, Func<byte[], bool> fails)
    {
        var small = Shrinking.Smallest(document, fails);
        return $"{FuzzRun.Label(number)}\n{complaint}\n{Shrinking.Shown(document)}\nSmallest: {Complaint(small) ?? SplitComplaint(small)}\n{Shrinking.Shown(small)}";
    }
}
