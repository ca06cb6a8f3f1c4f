using Orleans.Runtime;

namespace Orleans.Runtime
{
    /// <summary>The runtime as its grains see it.</summary>
    public interface IGrainRuntime
    {
        string SiloIdentity { get; }

        SiloAddress SiloAddress { get; }

        IGrainFactory GrainFactory { get; }

        Timers.ITimerRegistry TimerRegistry { get; }

        IServiceProvider ServiceProvider { get; }

        TimeProvider TimeProvider { get; }

        void DeactivateOnIdle(IGrainContext grainContext);

        void DelayDeactivation(IGrainContext grainContext, TimeSpan timeSpan);
    }

    /// <summary>A timer whose ticks are turns of its grain.</summary>
    public interface IGrainTimer : IDisposable
    {
        void Change(TimeSpan dueTime, TimeSpan period);
    }

    /// <summary>When a timer ticks and how its ticks mix with requests.</summary>
    public readonly struct GrainTimerCreationOptions
    {
        public GrainTimerCreationOptions()
        {
        }

        [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
        public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
        {
            DueTime = dueTime;
            Period = period;
        }

        /// <summary>Until the first tick; <see cref="Timeout.InfiniteTimeSpan"/> for none.</summary>
        public required TimeSpan DueTime { get; init; }

        /// <summary>From the end of a tick to the next; <see cref="Timeout.InfiniteTimeSpan"/> for no next one.</summary>
        public required TimeSpan Period { get; init; }

        /// <summary>Whether ticks interleave with requests and each other.</summary>
        public bool Interleave { get; init; }

        /// <summary>Whether ticks count as use and keep the activation from being collected.</summary>
        public bool KeepAlive { get; init; }
    }
}

namespace Orleans.Timers
{
    /// <summary>Makes the timers of grains.</summary>
    public interface ITimerRegistry
    {
        IGrainTimer RegisterGrainTimer<TState>(IGrainContext grainContext, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options);
    }
}
