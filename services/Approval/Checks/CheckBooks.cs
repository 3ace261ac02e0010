using Npgsql;
using RebateFlow.Approval.Cases;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Casework.Checks;
using RebateFlow.Approval.Casework.Repayments;
using RebateFlow.Approval.Repayments;

namespace RebateFlow.Approval.Checks;

/// <summary>
/// Writes what happened to a check: into the case, and what it found that should not have been paid
/// into the ledger of what the exporter owes back.
/// </summary>
public sealed class CheckBooks(CaseWriter writer, RepaymentBook repayments)
{
    public async Task WriteAsync(
        NpgsqlTransaction transaction,
        CaseChange change,
        CheckEvent happened,
        CancellationToken cancel
    )
    {
        await writer.WriteAsync(transaction, change, cancel);
        if (ClaimOf(change.After, happened) is { } claim)
            await repayments.ClaimAsync(transaction, change.After, claim, happened.By.Id, cancel);
    }

    /// <summary>
    /// Only what a check after the decision finds was paid; one before it lowers the decision.
    /// </summary>
    private static ClaimRepayment? ClaimOf(ApprovalCase some, CheckEvent happened) =>
        some.State == CaseState.Approved
        && happened
            is CheckClosed { Kind: not CheckKind.SampleBefore, Finding: { FoundCny: > 0m } finding }
            ? new(
                Guid.CreateVersion7(),
                new(
                    some.CaseId,
                    some.PreDeclarationId,
                    happened.AttemptNo,
                    RepaymentKind.Recovery,
                    happened.CheckId.ToString()
                ),
                finding.FoundCny,
                finding.Note
            )
            : null;
}
