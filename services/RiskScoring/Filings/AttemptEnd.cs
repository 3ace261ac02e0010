using RebateFlow.Contracts.Approval;
using RebateFlow.Contracts.Intake;

namespace RebateFlow.RiskScoring.Filings;

/// <summary>How an attempt ended.</summary>
/// <param name="Outcome">
/// APPROVED, REJECTED, RETURNED, WITHDRAWN_ERROR or WITHDRAWN_WAIVER.
/// </param>
/// <param name="Channel">Channel at the decision; empty for a withdrawal.</param>
/// <param name="ApprovedRebateCny">CNY yuan, two decimals; 0 unless APPROVED.</param>
/// <param name="EndedAt">When it ended, UTC.</param>
public sealed record AttemptEnd(
    Guid PreDeclarationId,
    int AttemptNo,
    string Outcome,
    string Channel,
    decimal ApprovedRebateCny,
    string Reason,
    DateTimeOffset EndedAt
)
{
    /// <summary>Whether an officer ended it.</summary>
    public bool IsDecision => Outcome is "APPROVED" or "REJECTED" or "RETURNED";

    /// <summary>The end that an officer's decision is.</summary>
    public static AttemptEnd Of(CaseDecided decided) =>
        new(
            decided.PreDeclarationId,
            decided.AttemptNo,
            decided.Decision,
            decided.Channel,
            decided.ApprovedRebateCny,
            decided.Reason,
            decided.DecidedAt
        );

    /// <summary>The end that an exporter's withdrawal is.</summary>
    public static AttemptEnd Of(PreDeclarationWithdrawn withdrawn) =>
        new(
            withdrawn.PreDeclarationId,
            withdrawn.AttemptNo,
            $"WITHDRAWN_{withdrawn.Kind}",
            "",
            0,
            withdrawn.Reason,
            withdrawn.WithdrawnAt
        );
}
