using Orleans.Core.Internal;

namespace Orleans.Runtime;

/// <summary>Values that travel with a call and the calls it makes.</summary>
public static class RequestContext
{
    internal const string ReentrancyKey = "#RCR";
    private static readonly AsyncLocal<Dictionary<string, object>?> s_values = new();

    public static IEnumerable<string> Keys => s_values.Value?.Keys ?? Enumerable.Empty<string>();

    public static IEnumerable<KeyValuePair<string, object>> Entries => s_values.Value ?? Enumerable.Empty<KeyValuePair<string, object>>();

    /// <summary>The call chain that may come back into the grains it is being allowed to; empty for none.</summary>
    public static Guid ReentrancyId
    {
        get => Get(ReentrancyKey) is Guid id ? id : Guid.Empty;
        set
        {
            if (value == Guid.Empty)
            {
                Remove(ReentrancyKey);
            }
            else
            {
                Set(ReentrancyKey, value);
            }
        }
    }

    public static object? Get(string key) => s_values.Value is { } values && values.TryGetValue(key, out var value) ? value : null;

    // Every change is to a copy: the old values belong to calls that have left already.
    public static void Set(string key, object value) => s_values.Value = new Dictionary<string, object>(s_values.Value ?? []) { [key] = value };

    public static bool Remove(string key)
    {
        if (s_values.Value is not { } values || !values.ContainsKey(key))
        {
            return false;
        }

        var rest = new Dictionary<string, object>(values);
        rest.Remove(key);
        s_values.Value = rest.Count == 0 ? null : rest;
        return true;
    }

    public static void Clear()
    {
        if (s_values.Value is not null)
        {
            s_values.Value = null;
        }
    }

    /// <summary>Until disposed, calls made from here may lead back into this activation.</summary>
    public static ReentrancySection AllowCallChainReentrancy()
    {
        var original = ReentrancyId;
        var id = original == Guid.Empty ? Guid.NewGuid() : original;
        ReentrancyId = id;
        return new ReentrancySection(original, id);
    }

    /// <summary>Until disposed, calls made from here may not lead back.</summary>
    public static ReentrancySection SuppressCallChainReentrancy()
    {
        var original = ReentrancyId;
        ReentrancyId = Guid.Empty;
        return new ReentrancySection(original, Guid.Empty);
    }

    internal static Dictionary<string, object>? Export() => s_values.Value;

    internal static void Import(Dictionary<string, object>? values)
    {
        if (!ReferenceEquals(s_values.Value, values))
        {
            s_values.Value = values;
        }
    }

    /// <summary>The span of code in which call chains may, or may not, come back.</summary>
    public readonly struct ReentrancySection : IDisposable
    {
        private readonly Guid _original;
        private readonly Guid _entered;
        private readonly ICallChainReentrantGrainContext? _context;

        public ReentrancySection(Guid originalReentrancyId, Guid newReentrancyId)
        {
            _original = originalReentrancyId;
            _entered = newReentrancyId;
            if (newReentrancyId != Guid.Empty)
            {
                _context = RuntimeContext.Current;
                _context?.OnEnterReentrantSection(newReentrancyId);
            }
        }

        public void Dispose()
        {
            if (_entered != Guid.Empty)
            {
                _context?.OnExitReentrantSection(_entered);
            }

            ReentrancyId = _original;
        }
    }
}
