namespace Orleans.Muc.Architecture.Tests;

/// <summary>No monsters.</summary>
public sealed class SizeTests
{
    private const int MostLines = 400;

    [Fact]
    public void No_file_is_longer_than_400_lines()
    {
        Findings.None(from file in SourceFiles.Under("src", "tests", "infra")
                      let lines = File.ReadLines(file).Count()
                      where lines > MostLines
                      select $"{SourceFiles.Name(file)}: {lines} lines");
    }
}
