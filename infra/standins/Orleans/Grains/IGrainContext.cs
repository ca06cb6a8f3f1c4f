using Orleans.Serialization.Invocation;

namespace Orleans
{
    /// <summary>Extensions of a grain, from its context.</summary>
    public static class GrainContextComponentExtensions
    {
        public static TComponent GetGrainExtension<TComponent>(this Runtime.IGrainContext context)
            where TComponent : class, Runtime.IGrainExtension
            => (context.GetComponent(typeof(Runtime.IGrainExtensionBinder)) as Runtime.IGrainExtensionBinder
                ?? throw new InvalidOperationException($"{context} takes no extensions.")).GetExtension<TComponent>();
    }
}

namespace Orleans.Runtime
{
    /// <summary>One activation of a grain.</summary>
    public interface IGrainContext : ITargetHolder, IEquatable<IGrainContext>
    {
        GrainReference GrainReference { get; }

        GrainId GrainId { get; }

        object? GrainInstance { get; }

        ActivationId ActivationId { get; }

        GrainAddress Address { get; }

        /// <summary>The services of the activation, ending with it.</summary>
        IServiceProvider ActivationServices { get; }

        IGrainLifecycle ObservableLifecycle { get; }

        IWorkItemScheduler Scheduler { get; }

        /// <summary>Completes when the activation has ended.</summary>
        Task Deactivated { get; }

        void SetComponent<TComponent>(TComponent? value)
            where TComponent : class;

        void ReceiveMessage(object message);

        void Activate(Dictionary<string, object>? requestContext, CancellationToken cancellationToken = default);

        void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);

        void Rehydrate(IRehydrationContext context);

        void Migrate(Dictionary<string, object>? requestContext, CancellationToken cancellationToken = default);
    }

    /// <summary>Awaits an end that was asked for.</summary>
    public static class GrainContextExtensions
    {
        [Obsolete("This method is error-prone: waiting deactivation to complete from within the grain being deactivated will usually result in a deadlock.")]
        public static Task DeactivateAsync(this IGrainContext grainContext, DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
        {
            grainContext.Deactivate(deactivationReason, cancellationToken);
            return grainContext.Deactivated;
        }
    }

    /// <summary>The activation whose turn it is.</summary>
    public interface IGrainContextAccessor
    {
        IGrainContext GrainContext { get; }
    }

    /// <summary>Finds and installs the extensions of a grain.</summary>
    public interface IGrainExtensionBinder
    {
        TExtensionInterface GetExtension<TExtensionInterface>()
            where TExtensionInterface : class, IGrainExtension;

        (TExtension, TExtensionInterface) GetOrSetExtension<TExtension, TExtensionInterface>(Func<TExtension> newExtensionFunc)
            where TExtension : class, TExtensionInterface
            where TExtensionInterface : class, IGrainExtension;
    }

    /// <summary>Runs work as turns of an activation.</summary>
    public interface IWorkItemScheduler
    {
        void QueueAction(Action action);

        void QueueAction(Action<object> action, object state);

        void QueueTask(Task task);
    }

    /// <summary>The stages of an activation's life.</summary>
    public interface IGrainLifecycle : ILifecycleObservable
    {
        void AddMigrationParticipant(IGrainMigrationParticipant participant);

        void RemoveMigrationParticipant(IGrainMigrationParticipant participant);
    }

    /// <summary>When, in the life of an activation, something happens.</summary>
    public static class GrainLifecycleStage
    {
        public const int First = int.MinValue;
        public const int SetupState = 1_000;
        public const int Activate = 2_000;
        public const int Last = int.MaxValue;
    }

    /// <summary>State that would move along with an activation. (Activations don't move in one process.)</summary>
    public interface IGrainMigrationParticipant
    {
        void OnDehydrate(IDehydrationContext dehydrationContext);

        void OnRehydrate(IRehydrationContext rehydrationContext);
    }

    /// <summary>Where state to move would be put.</summary>
    public interface IDehydrationContext
    {
        IEnumerable<string> Keys { get; }

        void AddBytes(string key, ReadOnlySpan<byte> value);

        bool TryAddValue<T>(string key, T? value);
    }

    /// <summary>Where moved state would be found.</summary>
    public interface IRehydrationContext
    {
        IEnumerable<string> Keys { get; }

        bool TryGetBytes(string key, out System.Buffers.ReadOnlySequence<byte> value);

        bool TryGetValue<T>(string key, out T? value);
    }
}

namespace Orleans.Core.Internal
{
    /// <summary>Lets requests of a call chain back in.</summary>
    public interface ICallChainReentrantGrainContext
    {
        void OnEnterReentrantSection(Guid reentrancyId);

        void OnExitReentrantSection(Guid reentrancyId);
    }

    /// <summary>Ends activations from outside.</summary>
    public interface IGrainManagementExtension : Runtime.IGrainExtension
    {
        ValueTask DeactivateOnIdle();

        ValueTask MigrateOnIdle();
    }
}

namespace Orleans.Serialization.Invocation
{
    /// <summary>Holds the object that answers a request, and components beside it.</summary>
    public interface ITargetHolder
    {
        object? GetTarget();

        object? GetComponent(Type componentType);
    }
}

namespace Orleans.Runtime
{
    /// <summary>Components by type.</summary>
    public static class TargetHolderExtensions
    {
        public static TComponent? GetComponent<TComponent>(this ITargetHolder targetHolder)
            where TComponent : class
            => targetHolder.GetComponent(typeof(TComponent)) as TComponent;
    }
}
