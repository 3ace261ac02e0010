using Microsoft.Extensions.Options;
using RebateFlow.Intake.Receipts;
using RebateFlow.Intake.Submissions;
using RebateFlow.Intake.Worlds;
using RebateFlow.Messaging.Batching;

namespace RebateFlow.Intake.Sandbox;

/// <summary>
/// The world of sandbox clients: data of its own, checks that run at once against information made
/// for them, and officers who act when the filing is read.
/// </summary>
public static class ScriptedWorld
{
    /// <summary>Composes it.</summary>
    public static World Of(IServiceProvider services)
    {
        var keys = services.GetRequiredService<SandboxReceiptKeys>();
        var issuer = services.GetRequiredService<IOptions<ReceiptSettings>>().Value.Issuer;
        return new World
        {
            Database = services.GetRequiredService<SandboxData>().Source,
            Outbox = services.GetRequiredService<ScriptedOutbox>(),
            Throttle = services.GetRequiredKeyedService<SubmissionThrottle>(SandboxData.Schema),
            ReceiptSigner = new(IssuerOf(issuer), keys.ReadAsync),
            BeforeReadAsync = services.GetRequiredService<ScriptedOfficers>().StepAsync,
            // What programs try out is no business of the authority's figures.
            CountSubmission = static _ => { },
        };
    }

    /// <summary>
    /// Issuer of its receipts. They differ from real ones in all that a verifier may look at: the
    /// key, its set, the type, the issuer, and a member that says so to people.
    /// </summary>
    /// <param name="name">Name of the authority, by the settings.</param>
    public static ReceiptIssuer IssuerOf(string name) =>
        new($"{name}#sandbox", "rebateflow-sandbox-receipt+jws", Mark: "sandbox");

    /// <summary>Registers what it is made of.</summary>
    public static void AddSandbox(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<SandboxData>();
        services.AddSingleton<SandboxReceiptKeys>();
        services.AddSingleton<ScriptedChecks>();
        services.AddSingleton<ScriptedOutbox>();
        services.AddSingleton<ScriptedOfficers>();
        // Its own: a sandbox client neither waits for real filings nor holds them up.
        services.AddKeyedSingleton(
            SandboxData.Schema,
            (_, _) =>
                new SubmissionThrottle(new LanePriority(Options.Create(new LanePriorityOptions())))
        );
    }
}
