using Dapper;
using Npgsql;
using RebateFlow.Approval.Casework.Repayments;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Repayments;

/// <summary>Loads the ledger of an exporter, locked.</summary>
public static class RepaymentSql
{
    // The account first: what follows it sees what was committed while the lock was waited for.
    private const string Query = """
        SELECT uscc, entry_count,
            (SELECT max(entered_on) FROM repayment_entry WHERE uscc = @uscc) AS last_on
        FROM repayment_account WHERE uscc = @uscc FOR UPDATE;
        SELECT claim_id, case_id, pre_declaration_id, attempt_no, kind, reference, claimed_on,
            amount_cny, withdrawn_cny, set_off_cny, paid_cny
        FROM repayment_claim WHERE uscc = @uscc ORDER BY claim_no;
        SELECT payment_id, amount_cny, reference, paid_on, noted_by, state
        FROM repayment_payment WHERE uscc = @uscc ORDER BY noted_at, payment_id;
        SELECT s.claim_id, s.case_id, s.amount_cny
        FROM repayment_set_off s JOIN repayment_claim c ON c.claim_id = s.claim_id
        WHERE c.uscc = @uscc AND NOT s.is_undone
        """;

    private const string Open = """
        INSERT INTO repayment_account (uscc, exporter_name, tax_authority)
        VALUES (@Uscc, @Name, @TaxAuthority)
        ON CONFLICT (uscc) DO UPDATE SET
            exporter_name = EXCLUDED.exporter_name, tax_authority = EXCLUDED.tax_authority
        """;

    /// <summary>
    /// What of a case was granted, less what is claimed or taken back of it, yuan.
    /// </summary>
    private const string RecoverableQuery = """
        SELECT c.approved_rebate_cny
            - coalesce((
                SELECT sum(r.amount_cny - r.withdrawn_cny) FROM repayment_claim r
                WHERE r.case_id = c.case_id AND r.kind = 'RECOVERY'), 0)
            - coalesce((
                SELECT sum(p.taken_back_cny)
                FROM case_prerequisite p
                JOIN approval_case o ON o.case_id = p.case_id AND o.attempt_no = p.attempt_no
                WHERE p.pre_declaration_id = c.pre_declaration_id AND o.state = 'APPROVED'), 0)
        FROM approval_case c WHERE c.case_id = @caseId AND c.state = 'APPROVED'
        """;

    /// <summary>Opens the account of an exporter; one that is there follows its exporter.</summary>
    public static Task OpenAsync(NpgsqlTransaction transaction, AccountHolder holder) =>
        transaction.Connection!.ExecuteAsync(Open, holder, transaction);

    /// <returns>Null without an account. The row stays locked until the transaction ends.</returns>
    public static async Task<RepaymentLedger?> LoadAsync(NpgsqlTransaction transaction, string uscc)
    {
        await using var results = await transaction.Connection!.QueryMultipleAsync(
            Query,
            new { uscc },
            transaction
        );
        var account = await results.ReadSingleOrDefaultAsync<AccountRow>();
        var claims = await results.ReadAsync<ClaimRow>();
        var payments = await results.ReadAsync<PaymentRow>();
        var setOffs = await results.ReadAsync<SetOffRow>();
        return account is null
            ? null
            : new()
            {
                Uscc = account.Uscc,
                EntryCount = account.EntryCount,
                LastOn = account.LastOn ?? default,
                Claims = [.. claims.Select(row => row.ToClaim())],
                Payments = [.. payments.Select(row => row.ToPayment())],
                SetOffs =
                [
                    .. setOffs.Select(row => new SetOffPart(
                        row.ClaimId,
                        row.CaseId,
                        row.AmountCny
                    )),
                ],
            };
    }

    /// <returns>0 for a case that is not approved.</returns>
    public static async Task<decimal> RecoverableAsync(
        NpgsqlTransaction transaction,
        Guid caseId
    ) =>
        await transaction.Connection!.ExecuteScalarAsync<decimal?>(
            RecoverableQuery,
            new { caseId },
            transaction
        ) ?? 0m;

    private sealed record AccountRow
    {
        public string Uscc { get; init; } = "";
        public int EntryCount { get; init; }
        public DateOnly? LastOn { get; init; }
    }

    private sealed record ClaimRow
    {
        public Guid ClaimId { get; init; }
        public Guid CaseId { get; init; }
        public Guid PreDeclarationId { get; init; }
        public int AttemptNo { get; init; }
        public string Kind { get; init; } = "";
        public string Reference { get; init; } = "";
        public DateOnly ClaimedOn { get; init; }
        public decimal AmountCny { get; init; }
        public decimal WithdrawnCny { get; init; }
        public decimal SetOffCny { get; init; }
        public decimal PaidCny { get; init; }

        public RepaymentClaim ToClaim() =>
            new(
                ClaimId,
                new(
                    CaseId,
                    PreDeclarationId,
                    AttemptNo,
                    WireCode.Read<RepaymentKind>(Kind),
                    Reference
                ),
                AmountCny,
                ClaimedOn
            )
            {
                WithdrawnCny = WithdrawnCny,
                SetOffCny = SetOffCny,
                PaidCny = PaidCny,
            };
    }

    private sealed record PaymentRow
    {
        public Guid PaymentId { get; init; }
        public decimal AmountCny { get; init; }
        public string Reference { get; init; } = "";
        public DateOnly PaidOn { get; init; }
        public string NotedBy { get; init; } = "";
        public string State { get; init; } = "";

        public Payment ToPayment() =>
            new(PaymentId, AmountCny, Reference, PaidOn, NotedBy)
            {
                State = WireCode.Read<PaymentState>(State),
            };
    }

    private sealed record SetOffRow
    {
        public Guid ClaimId { get; init; }
        public Guid CaseId { get; init; }
        public decimal AmountCny { get; init; }
    }
}

/// <summary>Whose account it is, and which authority keeps it.</summary>
public sealed record AccountHolder(string Uscc, string Name, string TaxAuthority);
