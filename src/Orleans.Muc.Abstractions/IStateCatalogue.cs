namespace Orleans.Muc.Abstractions;

/// <summary>Which grains have a stored state. For backups: no grain has a need to know.</summary>
public interface IStateCatalogue
{
    /// <summary>
    /// The primary keys of all grains that have a stored state of that name, each once, in no particular order. Read in pages, so what is written or cleared meanwhile may be in it or not.
    /// </summary>
    IAsyncEnumerable<string> Keys(string stateName, CancellationToken cancellation);
}
