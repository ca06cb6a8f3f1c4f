using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>A silo in this process, and its host.</summary>
public class InProcessSiloHandle : SiloHandle
{
    private bool _isActive = true;

    public IHost SiloHost { get; init; } = null!;

    public IServiceProvider ServiceProvider => SiloHost.Services;

    public override bool IsActive => _isActive;

    public static async Task<InProcessSiloHandle> CreateAsync(string siloName, IConfiguration configuration, Action<IHostBuilder>? postConfigureHostBuilder = null)
    {
        var host = TestClusterHostFactory.CreateSiloHost(siloName, configuration, postConfigureHostBuilder);
        try
        {
            await host.StartAsync();
        }
        catch
        {
            host.Dispose();
            throw;
        }

        var details = host.Services.GetRequiredService<ILocalSiloDetails>();
        return new InProcessSiloHandle { Name = siloName, SiloHost = host, SiloAddress = details.SiloAddress, GatewayAddress = details.GatewayAddress };
    }

    /// <summary>Not gracefully: killed. Its activations stop where they are and the other silos are told nothing.</summary>
    public override async Task StopSiloAsync(bool stopGracefully)
    {
        if (!_isActive)
        {
            return;
        }

        if (!stopGracefully)
        {
            SiloHost.Services.GetRequiredService<SiloNode>().Kill();
        }

        await StopSiloAsync(new CancellationToken(canceled: !stopGracefully));
    }

    public override async Task StopSiloAsync(CancellationToken ct)
    {
        if (!_isActive)
        {
            return;
        }

        _isActive = false;
        try
        {
            await SiloHost.StopAsync(ct);
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            // What is stopped in haste may complain.
        }
        finally
        {
            await DisposeHost();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await StopSiloAsync(stopGracefully: true);
        GC.SuppressFinalize(this);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            StopSiloAsync(stopGracefully: true).GetAwaiter().GetResult();
        }

        base.Dispose(disposing);
    }

    private async Task DisposeHost()
    {
        if (SiloHost is IAsyncDisposable host)
        {
            await host.DisposeAsync();
        }
        else
        {
            SiloHost.Dispose();
        }
    }
}
