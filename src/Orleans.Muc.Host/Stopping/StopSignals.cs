using System.Runtime.InteropServices;

namespace Orleans.Muc.Host.Stopping;

/// <summary>Hears Ctrl-C and what service managers send. The first asks to stop; at the second the process ends at once, as one does that does not listen.</summary>
internal sealed class StopSignals : IDisposable
{
    private static readonly PosixSignal[] Heard = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT];

    private readonly Action _stop;
    private readonly List<PosixSignalRegistration> _registrations;
    private int _count;

    /// <param name="stop">Called once, on a thread of its own; must not take long.</param>
    public StopSignals(Action stop)
    {
        _stop = stop;
        _registrations = [.. Heard.Select(signal => PosixSignalRegistration.Create(signal, Hear))];
    }

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private void Hear(PosixSignalContext context)
    {
        if (Interlocked.Increment(ref _count) > 1)
            return;
        context.Cancel = true;
        _stop();
    }
}
