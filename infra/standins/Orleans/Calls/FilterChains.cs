using System.Reflection;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>The filters of a silo that stand before its grains, and the grains that are their own.</summary>
internal sealed class IncomingFilterChain(IEnumerable<IIncomingGrainCallFilter> filters)
{
    private readonly IIncomingGrainCallFilter[] _filters = [.. filters];

    public bool AppliesTo(object target) => _filters.Length > 0 || target is IIncomingGrainCallFilter;

    public async Task<object?> Run(GrainRequest request, object target, Activation activation)
    {
        var chain = target is IIncomingGrainCallFilter own ? [.. _filters, own] : _filters;
        var context = new Context(request, target, activation, chain);
        await context.Invoke();
        return context.Result;
    }

    private sealed class Context(GrainRequest request, object target, Activation activation, IIncomingGrainCallFilter[] filters)
        : CallContext(request, target), IIncomingGrainCallContext
    {
        public IGrainContext TargetContext => activation;

        public MethodInfo ImplementationMethod
        {
            get
            {
                var map = Grain.GetType().GetInterfaceMap(InterfaceMethod.DeclaringType!);
                return map.TargetMethods[Array.IndexOf(map.InterfaceMethods, InterfaceMethod)];
            }
        }

        protected override Task Next(int stage) => stage < filters.Length ? filters[stage].Invoke(this) : Last();

        private async Task Last() => Result = await RequestToRun.Invoke(Grain);
    }
}

/// <summary>The filters of a node that stand behind its callers.</summary>
internal sealed class OutgoingFilterChain(ClusterNode node, IEnumerable<IOutgoingGrainCallFilter> filters)
{
    private readonly IOutgoingGrainCallFilter[] _filters = [.. filters];

    public bool Any => _filters.Length > 0;

    public async Task<T> Run<T>(GrainRequest<T> request, Activation? source)
    {
        var context = new Context<T>(request, node, source, _filters);
        await context.Invoke();
        return context.Result is null ? default! : (T)context.Result;
    }

    private sealed class Context<T>(GrainRequest<T> request, ClusterNode node, Activation? source, IOutgoingGrainCallFilter[] filters)
        : CallContext(request, request.Reference), IOutgoingGrainCallContext
    {
        public IGrainContext? SourceContext => source;

        protected override Task Next(int stage) => stage < filters.Length ? filters[stage].Invoke(this) : Last();

        private async Task Last()
        {
            node.Send(request);
            Result = await request.Answer;
        }
    }
}

/// <summary>A request as filters see it.</summary>
internal abstract class CallContext(GrainRequest request, object grain) : IGrainCallContext
{
    private int _stage;

    public IInvokable Request => request;

    public object Grain => grain;

    public GrainId? SourceId => request.Source;

    public GrainId TargetId => request.Reference.GrainId;

    public GrainInterfaceType InterfaceType => request.Reference.InterfaceType;

    public string InterfaceName => request.Method.InterfaceType.Name;

    public string MethodName => request.Method.Method.Name;

    public MethodInfo InterfaceMethod => request.Method.Method;

    public object? Result { get; set; }

    public Response? Response
    {
        get => Result is null ? null : Response.FromResult(Result);
        set => Result = value?.Result;
    }

    protected GrainRequest RequestToRun => request;

    public Task Invoke() => Next(_stage++);

    protected abstract Task Next(int stage);
}
