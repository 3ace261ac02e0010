using Npgsql;
using NpgsqlTypes;
using RebateFlow.Approval.Casework.Repayments;
using RebateFlow.Messaging.Batching;
using RebateFlow.Primitives;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.Approval.Repayments;

/// <summary>The rows that events of a ledger make.</summary>
public static class RepaymentWriterSql
{
    private const string AddEntry = """
        INSERT INTO repayment_entry (
            uscc, entry_no, tax_authority, kind, case_id, amount_cny, change_cny, balance_cny,
            entered_on, entered_at, entered_by, detail)
        SELECT a.uscc, $2, a.tax_authority, $3, $4, $5, $6, $7, $8, $9, $10, $11
        FROM repayment_account a WHERE a.uscc = $1
        """;

    private const string SetAccount = """
        UPDATE repayment_account SET entry_count = $2, balance_cny = $3, pending_cny = $4
        WHERE uscc = $1
        """;

    private const string AddClaim = """
        INSERT INTO repayment_claim (
            claim_id, uscc, claim_no, case_id, pre_declaration_id, attempt_no, kind, reference,
            claimed_on, amount_cny)
        SELECT $2, $1, coalesce(max(claim_no), 0) + 1, $3, $4, $5, $6, $7, $8, $9
        FROM repayment_claim WHERE uscc = $1
        """;

    private const string SetClaim = """
        UPDATE repayment_claim SET
            withdrawn_cny = withdrawn_cny + $2, set_off_cny = set_off_cny + $3,
            paid_cny = paid_cny + $4
        WHERE claim_id = $1
        """;

    private const string AddSetOff = """
        INSERT INTO repayment_set_off (case_id, case_version, claim_id, amount_cny)
        VALUES ($1, $2, $3, $4)
        """;

    private const string UndoSetOff = """
        UPDATE repayment_set_off SET is_undone = true WHERE case_id = $1 AND claim_id = $2
        """;

    private const string AddPayment = """
        INSERT INTO repayment_payment (
            payment_id, uscc, amount_cny, reference, paid_on, noted_by, noted_at, state)
        VALUES ($2, $1, $3, $4, $5, $6, $7, 'NOTED')
        """;

    private const string ClosePayment = """
        UPDATE repayment_payment SET state = $2, closed_by = $3, closed_at = $4
        WHERE payment_id = $1
        """;

    /// <summary>Adds an entry and what it changes.</summary>
    /// <param name="after">The ledger after the event.</param>
    public static void Add(NpgsqlBatch batch, RepaymentLedger after, RepaymentEvent happened)
    {
        batch.Add(
            AddEntry,
            after.Uscc,
            after.EntryCount,
            RepaymentEventJson.KindOf(happened),
            OrNull(CaseOf(happened), NpgsqlDbType.Uuid),
            happened.AmountCny,
            happened.ChangeCny,
            after.BalanceCny,
            happened.On,
            happened.At,
            happened.By,
            RepaymentEventJson.Write(happened)
        );
        AddChange(batch, after.Uscc, happened);
    }

    /// <summary>Adds where the account stands in the end.</summary>
    public static void AddAccount(NpgsqlBatch batch, RepaymentLedger after) =>
        batch.Add(SetAccount, after.Uscc, after.EntryCount, after.BalanceCny, after.PendingCny);

    private static void AddChange(NpgsqlBatch batch, string uscc, RepaymentEvent happened)
    {
        switch (happened)
        {
            case Claimed claimed:
                batch.Add(
                    AddClaim,
                    uscc,
                    claimed.ClaimId,
                    claimed.Source.CaseId,
                    claimed.Source.PreDeclarationId,
                    claimed.Source.AttemptNo,
                    WireCode.Of(claimed.Source.Kind),
                    claimed.Source.Reference,
                    claimed.On,
                    claimed.Cny
                );
                break;
            case Withdrawn withdrawn:
                batch.Add(SetClaim, withdrawn.ClaimId, withdrawn.Cny, 0m, 0m);
                break;
            case SetOff setOff:
                batch.Add(SetClaim, setOff.ClaimId, 0m, setOff.Cny, 0m);
                batch.Add(AddSetOff, setOff.CaseId, setOff.CaseVersion, setOff.ClaimId, setOff.Cny);
                break;
            case SetOffUndone undone:
                batch.Add(SetClaim, undone.ClaimId, 0m, -undone.Cny, 0m);
                batch.Add(UndoSetOff, undone.CaseId, undone.ClaimId);
                break;
            default:
                AddPaymentChange(batch, uscc, happened);
                break;
        }
    }

    private static void AddPaymentChange(NpgsqlBatch batch, string uscc, RepaymentEvent happened)
    {
        switch (happened)
        {
            case PaymentNoted noted:
                batch.Add(
                    AddPayment,
                    uscc,
                    noted.PaymentId,
                    noted.Cny,
                    noted.Reference,
                    noted.PaidOn,
                    noted.By,
                    noted.At
                );
                break;
            case PaymentConfirmed confirmed:
                batch.Add(
                    ClosePayment,
                    confirmed.PaymentId,
                    WireCode.Of(PaymentState.Confirmed),
                    confirmed.By,
                    confirmed.At
                );
                foreach (var part in confirmed.Parts)
                    batch.Add(SetClaim, part.ClaimId, 0m, 0m, part.Cny);
                break;
            case PaymentCancelled cancelled:
                batch.Add(
                    ClosePayment,
                    cancelled.PaymentId,
                    WireCode.Of(PaymentState.Cancelled),
                    cancelled.By,
                    cancelled.At
                );
                break;
        }
    }

    private static Guid? CaseOf(RepaymentEvent happened) =>
        happened switch
        {
            Claimed claimed => claimed.Source.CaseId,
            Withdrawn withdrawn => withdrawn.Source.CaseId,
            SetOff setOff => setOff.CaseId,
            SetOffUndone undone => undone.CaseId,
            _ => null,
        };
}
