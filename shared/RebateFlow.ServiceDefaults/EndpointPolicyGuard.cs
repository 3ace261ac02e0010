using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace RebateFlow.ServiceDefaults;

/// <summary>
/// Refuses to start a service that has an endpoint with neither a policy nor AllowAnonymous.
/// </summary>
public sealed class EndpointPolicyGuard : IHostedLifecycleService
{
    private IEndpointRouteBuilder? routes;

    internal void Watch(IEndpointRouteBuilder builder) => routes = builder;

    /// <summary>Paths that carry no policy.</summary>
    public static IReadOnlyList<string> Unguarded(IEndpointRouteBuilder routes) =>
        [
            .. routes
                .DataSources.SelectMany(source => source.Endpoints)
                .Where(endpoint =>
                    endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
                    && !endpoint
                        .Metadata.GetOrderedMetadata<IAuthorizeData>()
                        .Any(data => data.Policy is not null)
                )
                .Select(endpoint => endpoint.DisplayName ?? "?"),
        ];

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        var open = routes is null ? [] : Unguarded(routes);
        return open.Count == 0
            ? Task.CompletedTask
            : throw new InvalidOperationException(
                "Endpoints without a policy: " + string.Join("; ", open)
            );
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
