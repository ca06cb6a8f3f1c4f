using Microsoft.Extensions.DependencyInjection;
using Orleans.Muc.LocalStorage;

namespace Orleans.Muc.Storage.Tests;

public sealed class MemoryConformance : GrainStorageConformance
{
    protected override void Register(IServiceCollection services) => services.AddMemoryStorage(new MemoryDatabase());
}
