using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using Orleans.Muc.Abstractions.Rooms;

namespace Orleans.Muc.Cluster.Tests.Kit;

/// <summary>A storage that works for a number of writes and then no more, as when the power goes in the middle of something.</summary>
internal sealed class PowerCut
{
    /// <summary>Writes that still reach the disk.</summary>
    public int Left { get; set; } = int.MaxValue;

    /// <summary>A grain's state of which nothing but what was written is there after the cut.</summary>
    public IPersistentState<T> State<T>(T stored)
        where T : new() => new CutState<T>(this, stored);

    /// <summary>A store whose commits are cut off.</summary>
    public IRoomStore Store(IRoomStore rooms)
    {
        var store = DispatchProxy.Create<IRoomStore, CutStore>();
        ((CutStore)(object)store).Behind(this, rooms);
        return store;
    }

    private void Write()
    {
        if (Left-- <= 0)
            throw new IOException("The power is gone.");
    }

    [SuppressMessage("Performance", "CA1852", Justification = "The proxy is a class derived from it.")]
    internal class CutStore : DispatchProxy
    {
        private PowerCut cut = null!;
        private IRoomStore rooms = null!;

        public void Behind(PowerCut power, IRoomStore store) => (cut, rooms) = (power, store);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            ArgumentNullException.ThrowIfNull(targetMethod);
            if (targetMethod.Name == nameof(IRoomStore.Commit))
                cut.Write();
            return targetMethod.Invoke(rooms, args);
        }
    }

    private sealed class CutState<T>(PowerCut cut, T stored) : IPersistentState<T>
        where T : new()
    {
        private byte[] written = JsonSerializer.SerializeToUtf8Bytes(stored);

        public T State { get; set; } = stored;

        public string? Etag => null;

        public bool RecordExists => true;

        public Task ReadStateAsync()
        {
            State = JsonSerializer.Deserialize<T>(written)!;
            return Task.CompletedTask;
        }

        public Task WriteStateAsync()
        {
            cut.Write();
            written = JsonSerializer.SerializeToUtf8Bytes(State);
            return Task.CompletedTask;
        }

        public Task ClearStateAsync() => throw new NotSupportedException();
    }
}
