using System.Text.RegularExpressions;

namespace Orleans.Muc.Architecture.Tests;

/// <summary>Calls that make code wait, race or depend on the wall clock have no place in the product.</summary>
public sealed partial class CallTests
{
    [Fact]
    public void Time_comes_in_from_outside() => Findings.None(SourceFiles.Places(WallClock(), "src"));

    [Fact]
    public void Nobody_blocks_a_thread() => Findings.None(SourceFiles.Places(Blocking(), "src"));

    [Fact]
    public void Nobody_leaves_the_scheduler() => Findings.None(SourceFiles.Places(Escaping(), "src"));

    [Fact]
    public void Ids_come_in_from_outside() => Findings.None(SourceFiles.Places(RandomIds(), "src"));

    [Fact]
    public void There_is_one_program_without_conditional_parts() => Findings.None(SourceFiles.Places(Conditional(), "src", "tests"));

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b")]
    private static partial Regex WallClock();

    // A task's Result hangs on a variable or a call, IqType.Result and the like are names; a Wait that is awaited blocks nobody.
    [GeneratedRegex(@"\bThread\.Sleep\b|(?<!\bawait [\w.]*)\.Wait\(\)|\.GetResult\(\)|(\b[a-z_]\w*|[)\]])!?\.Result\b(?!\s*\()")]
    private static partial Regex Blocking();

    [GeneratedRegex(@"\bTask\.Run\(")]
    private static partial Regex Escaping();

    [GeneratedRegex(@"\bGuid\.NewGuid\(")]
    private static partial Regex RandomIds();

    [GeneratedRegex(@"^\s*#\s*(if|elif)\b", RegexOptions.Multiline)]
    private static partial Regex Conditional();
}
