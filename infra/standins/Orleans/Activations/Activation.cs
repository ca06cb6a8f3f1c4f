using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;

namespace Orleans.Runtime;

/// <summary>One activation of a grain: its identity, its object, its extensions and components, and the turns they run in.</summary>
internal sealed class Activation : IGrainContext, IGrainExtensionBinder, ICallChainReentrantGrainContext
{
    private readonly Dictionary<Type, object> _components = [];
    private readonly ActivationLife _life;
    private readonly ActivationId _activationId = ActivationId.NewId();

    public Activation(SiloNode silo, GrainId grainId, GrainClass grainClass)
    {
        Silo = silo;
        GrainId = grainId;
        Class = grainClass;
        Scheduler = new TurnScheduler(this);
        Gate = new RequestGate(this);
        _life = new ActivationLife(this);
    }

    public SiloNode Silo { get; }

    public GrainId GrainId { get; }

    public GrainClass Class { get; }

    public TurnScheduler Scheduler { get; }

    public RequestGate Gate { get; }

    public ActivationLife Life => _life;

    public object? GrainInstance => _life.Instance;

    public IServiceProvider ActivationServices => _life.Services;

    public IGrainLifecycle ObservableLifecycle => _life.Stages;

    public Task Deactivated => _life.Ended;

    public ActivationId ActivationId => _activationId;

    public GrainReference GrainReference => field ??= Silo.References.Create(GrainId, Class.PrimaryInterface);

    public GrainAddress Address => field ??= new GrainAddress { GrainId = GrainId, ActivationId = ActivationId, SiloAddress = Silo.Address };

    public bool TakesRequests => _life.State == ActivationState.Valid;

    IWorkItemScheduler IGrainContext.Scheduler => Scheduler;

    public bool TryReceive(GrainRequest request) => Scheduler.TryPost(request);

    public object TargetOf(GrainRequest request)
        => request.Method.IsExtension ? Extension(request.Method.InterfaceType) ?? throw NotInstalled(request.Method.InterfaceType) : GrainInstance!;

    public void OnNothingRunning() => _life.OnNothingRunning();

    public object? GetTarget() => GrainInstance;

    public object? GetComponent(Type componentType)
    {
        lock (_components)
        {
            if (_components.TryGetValue(componentType, out var component))
            {
                return component;
            }
        }

        if (componentType.IsInstanceOfType(GrainInstance))
        {
            return GrainInstance;
        }

        return componentType.IsInstanceOfType(this) ? this : typeof(IGrainExtension).IsAssignableFrom(componentType) ? Extension(componentType) : null;
    }

    public void SetComponent<TComponent>(TComponent? value)
        where TComponent : class
    {
        lock (_components)
        {
            if (value is null)
            {
                _components.Remove(typeof(TComponent));
            }
            else
            {
                _components[typeof(TComponent)] = value;
            }
        }
    }

    public TExtensionInterface GetExtension<TExtensionInterface>()
        where TExtensionInterface : class, IGrainExtension
        => (TExtensionInterface)(Extension(typeof(TExtensionInterface)) ?? throw NotInstalled(typeof(TExtensionInterface)));

    public (TExtension, TExtensionInterface) GetOrSetExtension<TExtension, TExtensionInterface>(Func<TExtension> newExtensionFunc)
        where TExtension : class, TExtensionInterface
        where TExtensionInterface : class, IGrainExtension
    {
        if (Extension(typeof(TExtensionInterface)) is not TExtension extension)
        {
            extension = newExtensionFunc();
            SetComponent<TExtensionInterface>(extension);
        }

        return (extension, GrainReference.Cast<TExtensionInterface>());
    }

    public void OnEnterReentrantSection(Guid reentrancyId) => Gate.OpenChain(reentrancyId);

    public void OnExitReentrantSection(Guid reentrancyId) => Gate.CloseChain(reentrancyId);

    public void ReceiveMessage(object message) => TryReceive((GrainRequest)message);

    public void Activate(Dictionary<string, object>? requestContext, CancellationToken cancellationToken = default) => _life.Begin();

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default) => _life.End(deactivationReason);

    public void Migrate(Dictionary<string, object>? requestContext, CancellationToken cancellationToken = default)
        => _life.End(new DeactivationReason(DeactivationReasonCode.Migrating, "The activation was asked to move."));

    public void Rehydrate(IRehydrationContext context)
    {
        // Activations don't move in one process.
    }

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    public override string ToString() => $"[{GrainId} on {Silo.Address}]";

    private IGrainExtension? Extension(Type interfaceType)
    {
        lock (_components)
        {
            if (_components.TryGetValue(interfaceType, out var known))
            {
                return (IGrainExtension)known;
            }

            var extension = GrainInstance is not null && interfaceType.IsInstanceOfType(GrainInstance)
                ? (IGrainExtension)GrainInstance
                : ActivationServices.GetKeyedService<IGrainExtension>(interfaceType);
            if (extension is not null)
            {
                _components[interfaceType] = extension;
            }

            return extension;
        }
    }

    private GrainExtensionNotInstalledException NotInstalled(Type interfaceType)
        => new($"Grain {GrainId} has no extension {interfaceType}: add it with AddGrainExtension.");
}
