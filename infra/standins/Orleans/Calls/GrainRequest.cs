using System.Reflection;
using Orleans.Copying;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>One call of a grain on its way: arguments, addressee, caller and, in the subclasses, the promise of a result.</summary>
internal abstract class GrainRequest(MethodDescriptor method) : IInvokable
{
    public readonly MethodDescriptor Method = method;
    public GrainReference Reference = null!;
    public ClusterNode Caller = null!;
    public GrainId? Source;
    public Dictionary<string, object>? ContextData;

    /// <summary>By <see cref="Environment.TickCount64"/>.</summary>
    public long Deadline = long.MaxValue;
    public int Forwards;

    private Activation? _target;

    public abstract bool IsAnswered { get; }

    public Guid ReentrancyId => ContextData is not null && ContextData.TryGetValue(RequestContext.ReentrancyKey, out var id) ? (Guid)id : Guid.Empty;

    /// <summary>Runs the request as a turn. False: it goes on, and will call <see cref="RequestGate.Finished"/>.</summary>
    public abstract bool Execute(object target, Activation activation);

    /// <summary>Answers with an exception; false when answered before.</summary>
    public abstract bool Fail(Exception exception);

    /// <summary>Replaces the arguments by copies of their own.</summary>
    public virtual void CopyArguments(CopyContext context)
    {
    }

    public abstract Task<object?> Invoke(object target);

    public override string ToString() => $"{Method.Name} to {Reference?.GrainId}";

    protected void Enter(Activation activation) => _target = activation;

    /// <summary>The exception as the caller gets it: its own copy if it is elsewhere.</summary>
    protected Exception ForCaller(Exception exception) => ReferenceEquals(_target?.Silo, Caller) || _target is null ? exception : ExceptionCopier.Copy(exception);

    object? IInvokable.GetTarget() => _target?.GrainInstance;

    void IInvokable.SetTarget(ITargetHolder holder) => _target = (Activation)holder;

    async ValueTask<Response> IInvokable.Invoke()
    {
        try
        {
            return Response.FromResult(await Invoke(_target!.TargetOf(this)));
        }
        catch (Exception exception)
        {
            return Response.FromException(exception);
        }
    }

    int IInvokable.GetArgumentCount() => Method.ParameterTypes.Length;

    object? IInvokable.GetArgument(int index) => ArgumentField(index).GetValue(this);

    void IInvokable.SetArgument(int index, object value) => ArgumentField(index).SetValue(this, value);

    string IInvokable.GetMethodName() => Method.Method.Name;

    string IInvokable.GetInterfaceName() => Method.InterfaceType.Name;

    string IInvokable.GetActivityName() => Method.Name;

    MethodInfo IInvokable.GetMethod() => Method.Method;

    Type IInvokable.GetInterfaceType() => Method.InterfaceType;

    TimeSpan? IInvokable.GetDefaultResponseTimeout() => Method.ResponseTimeout;

    void IDisposable.Dispose()
    {
    }

    private FieldInfo ArgumentField(int index) => GetType().GetField($"arg{index}")!;
}
