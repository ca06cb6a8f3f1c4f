namespace Orleans.Muc.Abstractions.Connections;

/// <summary>Adds up the sessions of all silos, keyed by the domain of accounts. It stores nothing: it knows what silos have told it lately.</summary>
[Alias("muc.IClusterSessionsGrain")]
public interface IClusterSessionsGrain : IGrainWithStringKey
{
    /// <summary>Takes a silo's number of sessions in the place of the one it told before. To be told every 15 s: after 45 s a number counts no more.</summary>
    /// <returns>The sum over all silos; after the loss of the silo that adds up it is too low until the others have told theirs again.</returns>
    [Alias("Report")]
    Task<long> Report(SiloAddress silo, long sessions);
}
