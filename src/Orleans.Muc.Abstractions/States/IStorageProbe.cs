namespace Orleans.Muc.Abstractions.States;

/// <summary>Finds out whether the storage answers, at the cost of about one small read of each of its parts.</summary>
public interface IStorageProbe
{
    /// <summary>Completes when it has answered; throws what there is to say against it.</summary>
    Task Probe(CancellationToken cancellation);
}
