using BenchmarkDotNet.Running;
using Orleans.Muc.Benchmarks.Storage;

// Storages are measured by the clock on the wall: they wait for a disk or a network, which BenchmarkDotNet's many short runs would only repeat.
if (args is ["storage", .. var rest])
    await StorageRun.Start(rest);
else if (args is ["footprint"])
    await StorageFootprint.Start();
else
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
