using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>Runs the requests and continuations of one activation one after the other, on the thread pool.</summary>
internal sealed class TurnScheduler(Activation owner) : TaskScheduler, IThreadPoolWorkItem, IWorkItemScheduler
{
    private static readonly Action<object?> s_drain = static scheduler => ((TurnScheduler)scheduler!).Drain();
    private readonly Queue<object> _queue = new();
    private object? _first;
    private bool _isScheduled;
    private bool _isClosed;
    private bool _isHalted;

    /// <summary>Guards the queue and what waits or runs in the owner's gate.</summary>
    public Lock Gate { get; } = new();

    /// <summary>What runs this moment.</summary>
    public object? Running { get; private set; }

    public bool IsBusy => _isScheduled || _queue.Count > 0;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Takes a request; false once the activation has ended.</summary>
    public bool TryPost(GrainRequest request)
    {
        lock (Gate)
        {
            if (_isClosed)
            {
                return false;
            }

            _queue.Enqueue(request);
            if (_isScheduled)
            {
                return true;
            }

            _isScheduled = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        return true;
    }

    public void Post(object item)
    {
        lock (Gate)
        {
            if (_isHalted)
            {
                return;
            }

            _queue.Enqueue(item);
            if (_isScheduled)
            {
                return;
            }

            _isScheduled = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    /// <summary>Takes no more requests, and gives back those not begun.</summary>
    public List<GrainRequest> Close()
    {
        lock (Gate)
        {
            _isClosed = true;
            var left = _queue.OfType<GrainRequest>().ToList();
            var rest = _queue.Where(item => item is not GrainRequest).ToList();
            _queue.Clear();
            rest.ForEach(_queue.Enqueue);
            return left;
        }
    }

    /// <summary>Stops dead: what is queued, now or later, never runs.</summary>
    public void Halt()
    {
        lock (Gate)
        {
            _isClosed = true;
            _isHalted = true;
        }
    }

    /// <summary>The requests not begun and the one at hand; the caller holds <see cref="Gate"/>.</summary>
    public IEnumerable<GrainRequest> Requests() => _queue.OfType<GrainRequest>().Concat(Running is GrainRequest request ? [request] : []);

    void IThreadPoolWorkItem.Execute()
    {
        var previous = RuntimeContext.Enter(owner);
        try
        {
            var end = Environment.TickCount64 + owner.Silo.Quantum;
            for (var count = 1; TryTake(out var item); count++)
            {
                if (item is not Task task)
                {
                    // Requests begin inside a task, so that TaskScheduler.Current is this scheduler for them too.
                    _first = item;
                    new Task(s_drain, this).RunSynchronously(this);
                    return;
                }

                TryExecuteTask(task);
                if (IsTimeUp(count, end))
                {
                    return;
                }
            }
        }
        finally
        {
            RuntimeContext.Enter(previous);
        }
    }

    void IWorkItemScheduler.QueueAction(Action action) => new Task(action).Start(this);

    void IWorkItemScheduler.QueueAction(Action<object> action, object state) => new Task(action!, state).Start(this);

    void IWorkItemScheduler.QueueTask(Task task) => task.Start(this);

    protected override void QueueTask(Task task) => Post(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued)
        => !taskWasPreviouslyQueued && ReferenceEquals(RuntimeContext.Current, owner) && !_isHalted && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (Gate)
        {
            return [.. _queue.OfType<Task>()];
        }
    }

    private void Drain()
    {
        var end = Environment.TickCount64 + owner.Silo.Quantum;
        var item = _first!;
        var count = 0;
        do
        {
            if (item is GrainRequest request)
            {
                owner.Gate.Receive(request);
            }
            else if (item is Task task)
            {
                TryExecuteTask(task);
            }
            else
            {
                ((Action)item)();
            }
        }
        while (!IsTimeUp(++count, end) && TryTake(out item!));
    }

    // Others want the thread: the rest is scheduled again.
    private bool IsTimeUp(int count, long end)
    {
        if (count % 16 != 0 || Environment.TickCount64 < end)
        {
            return false;
        }

        Running = null;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return true;
    }

    private bool TryTake([NotNullWhen(true)] out object? item)
    {
        lock (Gate)
        {
            if (_isHalted || !_queue.TryDequeue(out item))
            {
                item = null;
                _isScheduled = false;
                Running = null;
                return false;
            }

            Running = item;
            return true;
        }
    }
}
