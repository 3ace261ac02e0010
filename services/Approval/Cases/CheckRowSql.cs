using Npgsql;
using NpgsqlTypes;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Casework.Checks;
using RebateFlow.Messaging.Batching;
using RebateFlow.Primitives;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.Approval.Cases;

/// <summary>The rows of checks.</summary>
public static class CheckRowSql
{
    public const string Columns = """
        SELECT k.check_id, k.version, k.case_id, k.attempt_no, k.kind, k.state, k.reason_zh,
            k.reason_en, k.rebate_cny, k.proposed_cny, k.opened_at, k.claimed_by, k.lease_until,
            k.outcome,
            k.found_cny, k.note, k.closed_by, k.closed_at, k.chance_percent
        FROM case_check k
        """;

    /// <summary>All checks of <c>@caseId</c>, the oldest first.</summary>
    public const string OfCaseQuery = $"""
        {Columns} WHERE k.case_id = @caseId ORDER BY k.opened_at, k.check_id
        """;

    private const string Insert = """
        INSERT INTO case_check (
            check_id, version, state, claimed_by, lease_until, outcome, found_cny, note, closed_by,
            closed_at, proposed_cny, case_id, attempt_no, kind, reason_zh, reason_en,
            tax_authority, rebate_cny, opened_at, chance_percent)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
            $19, $20)
        """;

    private const string Update = """
        UPDATE case_check SET
            version = $2, state = $3, claimed_by = $4, lease_until = $5, outcome = $6,
            found_cny = $7, note = $8, closed_by = $9, closed_at = $10,
            proposed_cny = $11
        WHERE check_id = $1
        """;

    /// <summary>Adds the row of a check as an event leaves it.</summary>
    public static void Add(NpgsqlBatch batch, ApprovalCase some, CheckEvent happened)
    {
        var check = some.Checks.Single(one => one.CheckId == happened.CheckId);
        object[] values =
        [
            check.CheckId,
            check.Version,
            WireCode.Of(check.State),
            OrNull(check.ClaimedBy, NpgsqlDbType.Text),
            OrNull(check.LeaseUntil, NpgsqlDbType.TimestampTz),
            OrNull(
                check.Finding is { } finding ? WireCode.Of(finding.Outcome) : null,
                NpgsqlDbType.Text
            ),
            OrNull(check.Finding?.FoundCny, NpgsqlDbType.Numeric),
            OrNull(check.Finding?.Note, NpgsqlDbType.Text),
            OrNull(check.ClosedBy, NpgsqlDbType.Text),
            OrNull(check.ClosedAt, NpgsqlDbType.TimestampTz),
            OrNull(check.ProposedCny, NpgsqlDbType.Numeric),
        ];
        if (happened is not CheckOpened)
        {
            batch.Add(Update, values);
            return;
        }
        object[] fixedValues =
        [
            some.CaseId,
            check.AttemptNo,
            WireCode.Of(check.Kind),
            check.Text.Zh,
            check.Text.En,
            some.Filing.TaxAuthority,
            check.RebateCny,
            check.OpenedAt,
            OrNull(check.ChancePercent, NpgsqlDbType.Numeric),
        ];
        batch.Add(Insert, [.. values, .. fixedValues]);
    }
}

/// <summary>A row of <c>case_check</c>.</summary>
public sealed record CheckRow
{
    public Guid CheckId { get; init; }
    public long Version { get; init; }
    public Guid CaseId { get; init; }
    public int AttemptNo { get; init; }
    public string Kind { get; init; } = "";
    public string State { get; init; } = "";
    public string ReasonZh { get; init; } = "";
    public string ReasonEn { get; init; } = "";
    public decimal RebateCny { get; init; }
    public decimal? ProposedCny { get; init; }
    public DateTimeOffset OpenedAt { get; init; }
    public string? ClaimedBy { get; init; }
    public DateTimeOffset? LeaseUntil { get; init; }
    public string? Outcome { get; init; }
    public decimal? FoundCny { get; init; }
    public string? Note { get; init; }
    public string? ClosedBy { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public decimal? ChancePercent { get; init; }

    public CaseCheck ToCheck()
    {
        var kind = WireCode.Read<CheckKind>(Kind);
        return new()
        {
            CheckId = CheckId,
            Version = Version,
            AttemptNo = AttemptNo,
            Kind = kind,
            State = WireCode.Read<CheckState>(State),
            Reason = kind == CheckKind.ReReview ? new(ReasonZh, ReasonEn) : null,
            RebateCny = RebateCny,
            ProposedCny = ProposedCny,
            OpenedAt = OpenedAt,
            ClaimedBy = ClaimedBy,
            LeaseUntil = LeaseUntil,
            Finding = Outcome is { } outcome
                ? new(WireCode.Read<CheckOutcome>(outcome), FoundCny ?? 0m, Note ?? "")
                : null,
            ClosedBy = ClosedBy,
            ClosedAt = ClosedAt,
            ChancePercent = ChancePercent,
        };
    }
}
