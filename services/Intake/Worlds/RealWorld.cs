using Microsoft.Extensions.Options;
using Npgsql;
using RebateFlow.Intake.Receipts;
using RebateFlow.Intake.Submissions;
using RebateFlow.Messaging.Outbox;

namespace RebateFlow.Intake.Worlds;

/// <summary>
/// The world where filings count: checks and officers are reached by messages, and answer when they
/// are done.
/// </summary>
public static class RealWorld
{
    /// <summary>Composes it.</summary>
    public static World Of(IServiceProvider services)
    {
        var keys = services.GetRequiredService<ReceiptKeys>();
        var issuer = services.GetRequiredService<IOptions<ReceiptSettings>>().Value.Issuer;
        return new World
        {
            Database = services.GetRequiredService<NpgsqlDataSource>(),
            Outbox = services.GetRequiredService<Outbox>(),
            Throttle = services.GetRequiredService<SubmissionThrottle>(),
            ReceiptSigner = new(ReceiptIssuer.Real(issuer), _ => ValueTask.FromResult(keys)),
            BeforeReadAsync = static (_, _, _) => Task.CompletedTask,
            CountSubmission = Telemetry.HandedIn,
        };
    }
}
