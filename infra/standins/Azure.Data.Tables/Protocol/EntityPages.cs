#nullable enable
using System.Runtime.CompilerServices;

namespace Azure.Data.Tables.Protocol;

/// <summary>A query's answer, page by page; a page may be empty and another follow.</summary>
internal sealed class EntityPages<T>(Func<string?, int?, CancellationToken, Task<Page<T>>> read, CancellationToken cancellationToken) : AsyncPageable<T>(cancellationToken)
    where T : notnull
{
    public override IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null) => Pages(continuationToken, pageSizeHint, default);

    private async IAsyncEnumerable<Page<T>> Pages(string? next, int? size, [EnumeratorCancellation] CancellationToken enumerating)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken, enumerating);
        do
        {
            var page = await read(next, size, either.Token).ConfigureAwait(false);
            yield return page;
            next = page.ContinuationToken;
        }
        while (!string.IsNullOrEmpty(next));
    }
}
