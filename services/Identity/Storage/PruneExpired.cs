using OpenIddict.Abstractions;

namespace RebateFlow.Identity.Storage;

/// <summary>Takes codes, refresh tokens and grants away that nothing can use any more.</summary>
public sealed partial class PruneExpired(
    IServiceScopeFactory scopes,
    TimeProvider clock,
    ILogger<PruneExpired> logger
) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(6);

    /// <summary>
    /// OpenIddict asks for a margin: a redeemed refresh token that comes back within its lifetime
    /// must still be found, so that the whole chain of it is revoked.
    /// </summary>
    private static readonly TimeSpan Margin = TimeSpan.FromDays(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await PruneAsync(stoppingToken);
            }
            // A database that is away now is back at the next tick; signing in must go on.
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailure(failure);
            }
        }
    }

    private async Task PruneAsync(CancellationToken cancel)
    {
        var before = clock.GetUtcNow() - Margin;
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        await services.GetRequiredService<IOpenIddictTokenManager>().PruneAsync(before, cancel);
        await services
            .GetRequiredService<IOpenIddictAuthorizationManager>()
            .PruneAsync(before, cancel);
    }

    [LoggerMessage(LogLevel.Warning, "Expired tokens could not be pruned.")]
    private partial void LogFailure(Exception failure);
}
