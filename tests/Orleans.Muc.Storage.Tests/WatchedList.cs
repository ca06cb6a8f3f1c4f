using System.Collections;

namespace Orleans.Muc.Storage.Tests;

/// <summary>An empty list that tells when somebody goes through it: on the thread that does, which may be held there.</summary>
internal sealed class WatchedList<T>(Action read) : IReadOnlyList<T>
{
    public int Count => 0;

    public T this[int index] => throw new ArgumentOutOfRangeException(nameof(index));

    public IEnumerator<T> GetEnumerator()
    {
        read();
        yield break;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
