using Microsoft.AspNetCore.Builder;

namespace Orleans.Muc.Host.Operations;

/// <summary>Something to be asked for on the port for operations; registered as a service.</summary>
internal interface IOperationsPage
{
    /// <summary>Puts itself in the way of requests for its path.</summary>
    void AddTo(IApplicationBuilder pages);
}
