namespace Orleans.Runtime;

/// <summary>What references to grains of one type through one interface share.</summary>
public class GrainReferenceShared
{
    internal GrainReferenceShared(GrainType grainType, InterfaceInfo face, ClusterNode node)
    {
        GrainType = grainType;
        Interface = face;
        Node = node;
    }

    public GrainType GrainType { get; }

    public GrainInterfaceType InterfaceType => Interface.InterfaceType;

    internal InterfaceInfo Interface { get; }

    internal ClusterNode Node { get; }
}

/// <summary>The address of a grain. Generated subclasses implement the grain interfaces.</summary>
public class GrainReference : IAddressable, IEquatable<GrainReference>
{
    private readonly GrainReferenceShared _shared;
    private string? _keyText;
    private Activation? _last;

    protected GrainReference(GrainReferenceShared shared, IdSpan key)
    {
        _shared = shared;
        GrainId = new GrainId(shared.GrainType, key);
    }

    public GrainId GrainId { get; }

    public GrainInterfaceType InterfaceType => _shared.InterfaceType;

    public virtual string InterfaceName => _shared.Interface.Type.Name;

    public ushort InterfaceVersion => 0;

    internal ClusterNode Node => _shared.Node;

    internal string KeyText => _keyText ??= GrainId.Key.ToString();

    /// <summary>Where the last request went; a guess.</summary>
    internal Activation? Last { get => _last; set => _last = value; }

    public virtual TGrainInterface Cast<TGrainInterface>()
        where TGrainInterface : IAddressable
        => (TGrainInterface)As(typeof(TGrainInterface));

    public uint GetUniformHashCode() => GrainId.GetUniformHashCode();

    public bool Equals(GrainReference? other) => other is not null && GrainId == other.GrainId && InterfaceType == other.InterfaceType;

    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    public override int GetHashCode() => GrainId.GetHashCode();

    public static bool operator ==(GrainReference? reference1, GrainReference? reference2)
        => ReferenceEquals(reference1, reference2) || (reference1?.Equals(reference2) ?? false);

    public static bool operator !=(GrainReference? reference1, GrainReference? reference2) => !(reference1 == reference2);

    public sealed override string ToString() => $"GrainReference:{GrainId}:{InterfaceType}";

    internal static GrainReference Untyped(GrainReferenceShared shared, IdSpan key) => new(shared, key);

    internal object As(Type interfaceType)
        => interfaceType.IsInstanceOfType(this) ? this : Node.References.Create(GrainId, InterfaceInfo.Of(interfaceType));

    internal GrainReference On(ClusterNode node) => ReferenceEquals(node, Node) ? this : node.References.Create(GrainId, _shared.Interface);

    internal Task<T> Send<T>(GrainRequest<T> request)
    {
        var current = RuntimeContext.Current;
        var node = current?.Silo ?? _shared.Node;
        request.Reference = this;
        request.Caller = node;
        request.Source = current?.GrainId;
        if (node.OutgoingFilters.Any)
        {
            return node.OutgoingFilters.Run(request, current);
        }

        node.Send(request);
        return request.Answer;
    }

    internal ValueTask<T> SendValue<T>(GrainRequest<T> request) => new(Send(request));

    internal ValueTask SendValueless(GrainRequest<Nothing> request) => new(Send(request));

    internal void SendVoid(GrainRequest<Nothing> request) => _ = Send(request);
}
