namespace Orleans.Muc.Gateway.Connections;

/// <summary>
/// What was taken from a queue, in order. The first entry needs no list, because mostly there is no second; the list of the others goes back by <see cref="Return"/>.
/// </summary>
internal readonly struct OutboundBatch(OutboundEntry first, List<OutboundEntry>? others)
{
    public int Count => 1 + (others?.Count ?? 0);

    public OutboundEntry this[int index] => index == 0 ? first : others![index - 1];

    public void Return()
    {
        if (others is not null)
            OutboundLists.Return(others);
    }
}
