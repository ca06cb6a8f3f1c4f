namespace Orleans.Muc.Backup.Importing;

/// <summary>How many of too many things fit into a row.</summary>
internal static class Fitting
{
    /// <summary>The largest number for which <paramref name="fits"/> holds: it does for all that are less. 0 is not asked about.</summary>
    /// <param name="things">How many there are.</param>
    /// <param name="fits">Whether so many fit.</param>
    public static int Count(int things, Func<int, bool> fits)
    {
        if (things == 0 || fits(things))
            return things;
        var (fit, excess) = (0, things);
        while (excess - fit > 1)
        {
            var middle = (fit + excess) / 2;
            if (fits(middle))
                fit = middle;
            else
                excess = middle;
        }

        return fit;
    }
}
