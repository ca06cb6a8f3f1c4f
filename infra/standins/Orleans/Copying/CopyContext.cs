using Orleans.Runtime;

namespace Orleans.Copying;

/// <summary>One act of copying: what has been copied already, and whose references the copy's grain references become.</summary>
internal sealed class CopyContext(ClusterNode? receiver)
{
    private Dictionary<object, object>? _copies;

    public ClusterNode? Receiver => receiver;

    public object? Known(object original) => _copies is not null && _copies.TryGetValue(original, out var copy) ? copy : null;

    public void Record(object original, object copy) => (_copies ??= new(ReferenceEqualityComparer.Instance))[original] = copy;
}
