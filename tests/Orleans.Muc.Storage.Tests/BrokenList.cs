using System.Collections;

namespace Orleans.Muc.Storage.Tests;

/// <summary>A list that gives what it has and then fails, so that whoever goes through it fails half-way.</summary>
internal sealed class BrokenList<T>(params T[] before) : IReadOnlyList<T>
{
    public int Count => before.Length + 1;

    public T this[int index] => index < before.Length ? before[index] : throw new IOException("The rest can't be read.");

    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
