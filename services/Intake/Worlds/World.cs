using Npgsql;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Receipts;
using RebateFlow.Intake.Submissions;
using RebateFlow.Messaging.Outbox;

namespace RebateFlow.Intake.Worlds;

/// <summary>
/// What an exporter's request meets outside its slice: whose data it works on, who hears of what it
/// stored, who signs for the authority. Slices take it as a parameter and do the same in each.
/// </summary>
public sealed record World
{
    /// <summary>The data of the exporters of this world.</summary>
    public required NpgsqlDataSource Database { get; init; }

    /// <summary>Hears of what was stored; checks and officers work on what it passes on.</summary>
    public required IOutbox Outbox { get; init; }

    /// <summary>The order in which first attempts are stored.</summary>
    public required SubmissionThrottle Throttle { get; init; }

    /// <summary>Signs receipts.</summary>
    public required ReceiptSigner ReceiptSigner { get; init; }

    /// <summary>What happens before a pre-declaration is read.</summary>
    public required BeforeRead BeforeReadAsync { get; init; }

    /// <summary>Counts an attempt that was stored.</summary>
    public required Action<SubmittedFiling> CountSubmission { get; init; }

    /// <summary>The world of a request; how a handler's parameter of this type is filled.</summary>
    public static ValueTask<World?> BindAsync(HttpContext http) =>
        new(http.RequestServices.GetRequiredService<WorldChoice>().Of(http.User));
}

/// <summary>What happens before a pre-declaration is read.</summary>
/// <param name="id">The pre-declaration; it need not exist.</param>
/// <param name="uscc">The exporter who reads; another's is left alone.</param>
/// <param name="cancel">Ends it.</param>
public delegate Task BeforeRead(Guid id, string uscc, CancellationToken cancel);
