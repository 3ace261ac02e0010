using OpenIddict.Abstractions;
using RebateFlow.Messaging;

namespace RebateFlow.Identity.Storage;

/// <summary>Takes codes, refresh tokens and grants away that nothing can use any more.</summary>
public sealed class PruneExpired(
    IServiceScopeFactory scopes,
    TimeProvider clock,
    ILogger<PruneExpired> log
) : PeriodicWork(clock, log)
{
    /// <summary>
    /// OpenIddict asks for a margin: a redeemed refresh token that comes back within its lifetime
    /// must still be found, so that the whole chain of it is revoked.
    /// </summary>
    private static readonly TimeSpan Margin = TimeSpan.FromDays(2);

    private readonly TimeProvider clock = clock;

    /// <inheritdoc/>
    protected override TimeSpan Interval => TimeSpan.FromHours(6);

    /// <inheritdoc/>
    protected override async Task WorkAsync(CancellationToken cancel)
    {
        var before = clock.GetUtcNow() - Margin;
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        await services.GetRequiredService<IOpenIddictTokenManager>().PruneAsync(before, cancel);
        await services
            .GetRequiredService<IOpenIddictAuthorizationManager>()
            .PruneAsync(before, cancel);
    }
}
