using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace RebateFlow.Identity.Storage;

/// <summary>Ready means: PostgreSQL answers.</summary>
public sealed class DatabaseHealth(IdentityDatabase db) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        await db.Database.CanConnectAsync(cancellationToken)
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("PostgreSQL does not answer.");
}
