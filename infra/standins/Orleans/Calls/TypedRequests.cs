using Microsoft.Extensions.Logging;
using Orleans.Copying;

namespace Orleans.Runtime;

/// <summary>The result of a method without one.</summary>
internal readonly struct Nothing;

/// <summary>A call and the promise of its result.</summary>
internal abstract class GrainRequest<T>(MethodDescriptor method) : GrainRequest(method)
{
    // The caller's continuation must not run inside the turn that answers it.
    private readonly TaskCompletionSource<T>? _answer = method.IsOneWay ? null : new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _answered;

    public Task<T> Answer => _answer?.Task ?? Unanswered.Task;

    public override bool IsAnswered => _answer?.Task.IsCompleted ?? _answered;

    public override bool Execute(object target, Activation activation)
    {
        Enter(activation);
        ValueTask<T> pending;
        try
        {
            pending = activation.Silo.IncomingFilters.AppliesTo(target) ? Filtered(target, activation) : Start(target);
            if (pending.IsCompletedSuccessfully)
            {
                Complete(pending.Result);
                return true;
            }
        }
        catch (Exception exception)
        {
            Fault(exception, activation);
            return true;
        }

        activation.Gate.Running(this);
        _ = Finish(pending, activation);
        return false;
    }

    public override bool Fail(Exception exception)
    {
        _answered = true;
        return _answer?.TrySetException(exception) ?? false;
    }

    public override async Task<object?> Invoke(object target) => await Start(target);

    protected abstract ValueTask<T> Start(object target);

    private async Task Finish(ValueTask<T> pending, Activation activation)
    {
        try
        {
            Complete(await pending);
        }
        catch (Exception exception)
        {
            Fault(exception, activation);
        }

        activation.Gate.Finished(this);
    }

    private async ValueTask<T> Filtered(object target, Activation activation)
    {
        var result = await activation.Silo.IncomingFilters.Run(this, target, activation);
        return result is null ? default! : (T)result;
    }

    private void Complete(T result)
    {
        _answered = true;
        if (_answer is null)
        {
            return;
        }

        if (Caller.IsDead)
        {
            Fail(new SiloUnavailableException($"The host that made the call {this} is gone."));
            return;
        }

        _answer.TrySetResult(Method.CopiesResult ? Copier<T>.CopyFor(Caller, result) : result);
    }

    private void Fault(Exception exception, Activation activation)
    {
        if (_answer is null)
        {
            activation.Silo.Log.LogWarning(exception, "One-way call {Request} failed.", this);
        }

        // Whoever calls this grain and lets the fault pass has done nothing wrong itself.
        if (exception is Storage.InconsistentStateException { IsOfThisActivation: true } inconsistent)
        {
            inconsistent.IsOfThisActivation = false;
            activation.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationError, inconsistent, "Its state is not what is stored."));
        }

        Fail(ForCaller(exception));
    }

    private static class Unanswered
    {
        public static readonly Task<T> Task = System.Threading.Tasks.Task.FromResult<T>(default!);
    }
}

/// <summary>A method returning <see cref="Task{TResult}"/>.</summary>
internal abstract class TaskRequest<T>(MethodDescriptor method) : GrainRequest<T>(method)
{
    public abstract Task<T> Call(object target);

    protected sealed override ValueTask<T> Start(object target) => new(Call(target));
}

/// <summary>A method returning <see cref="Task"/>.</summary>
internal abstract class TaskRequest(MethodDescriptor method) : GrainRequest<Nothing>(method)
{
    public abstract Task Call(object target);

    protected sealed override ValueTask<Nothing> Start(object target)
    {
        var task = Call(target);
        return task.IsCompletedSuccessfully ? default : Pending(task);

        static async ValueTask<Nothing> Pending(Task task)
        {
            await task;
            return default;
        }
    }
}

/// <summary>A method returning <see cref="ValueTask{TResult}"/>.</summary>
internal abstract class ValueTaskRequest<T>(MethodDescriptor method) : GrainRequest<T>(method)
{
    public abstract ValueTask<T> Call(object target);

    protected sealed override ValueTask<T> Start(object target) => Call(target);
}

/// <summary>A method returning <see cref="ValueTask"/>.</summary>
internal abstract class ValueTaskRequest(MethodDescriptor method) : GrainRequest<Nothing>(method)
{
    public abstract ValueTask Call(object target);

    protected sealed override ValueTask<Nothing> Start(object target)
    {
        var task = Call(target);
        if (!task.IsCompletedSuccessfully)
        {
            return Pending(task);
        }

        task.GetAwaiter().GetResult();
        return default;

        static async ValueTask<Nothing> Pending(ValueTask task)
        {
            await task;
            return default;
        }
    }
}

/// <summary>A method returning nothing at all.</summary>
internal abstract class VoidRequest(MethodDescriptor method) : GrainRequest<Nothing>(method)
{
    public abstract void Call(object target);

    protected sealed override ValueTask<Nothing> Start(object target)
    {
        Call(target);
        return default;
    }
}
