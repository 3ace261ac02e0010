using Npgsql;
using NpgsqlTypes;
using RebateFlow.Approval.Reading;
using RebateFlow.Messaging.Batching;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Cases;

/// <summary>Writes a whole row of <c>approval_case</c> when an attempt opens it.</summary>
public static class CaseRowSql
{
    private static readonly string[] Columns =
    [
        "pre_declaration_id",
        "version",
        "attempt_no",
        "lane",
        "state",
        "post",
        "route",
        "channel",
        "policy_version",
        "sample_day",
        "sample_draw_percent",
        "sample_drawn",
        "later_check",
        "route_version",
        "clock_started_on",
        "legal_days",
        "due_days",
        "goal_days",
        "legal_due_on",
        "due_on",
        "goal_on",
        "due_is_provisional",
        "uscc",
        "exporter_name",
        "tax_authority",
        "enterprise_class",
        "method",
        "period",
        "batch_no",
        "export_line_count",
        "doubt_count",
        "gravest_doubt_level",
        "doubt_codes",
        "fob_usd",
        "rebate_due_cny",
        "exempt_credit_cny",
        "score",
        "grade",
        "watchlist_level",
        "opened_at",
        "changed_at",
        "state_since",
        "audit_count",
        "audit_head",
    ];

    private static readonly string[] ClearedOnReopening =
    [
        "claimed_by",
        "lease_until",
        "proposal_decision",
        "proposal_by",
        "proposal_reason",
        "decision",
        "decision_reason",
        "decided_by",
        "decided_at",
        "approved_rebate_cny",
    ];

    private static readonly string into =
        $"INSERT INTO approval_case (case_id, {string.Join(", ", Columns)})";

    private static readonly RowInsert insert = new(into, Columns.Length + 1);

    private static readonly RowInsert reopen = new(
        into,
        Columns.Length + 1,
        $"""
        ON CONFLICT (case_id) DO UPDATE SET
        {string.Join(", ", Columns.Select(name => $"{name} = EXCLUDED.{name}"))},
        {string.Join(", ", ClearedOnReopening.Select(name => $"{name} = NULL"))}
        """
    );

    /// <summary>Adds the rows of cases that attempts open, for the first time or anew.</summary>
    public static void AddAll(NpgsqlBatch batch, IReadOnlyList<OpenedCase> opened)
    {
        insert.Add(batch, [.. opened.Where(one => one.Row.Case.Version == 0).Select(ValuesOf)]);
        reopen.Add(batch, [.. opened.Where(one => one.Row.Case.Version > 0).Select(ValuesOf)]);
    }

    private static NpgsqlParameter[] ValuesOf(OpenedCase opened)
    {
        var row = opened.Row;
        object[] values =
        [
            row.Case.CaseId,
            row.Filing.PreDeclarationId,
            row.Case.Version + 1,
            row.Case.AttemptNo,
            row.Lane,
            Codes.Of(row.Case.State),
            Codes.Of(row.Case.Post),
            row.Case.Route.Select(Codes.Of).ToArray(),
            .. OfOpening(row.Opening),
            .. OfFiling(row),
            row.OpenedAt,
            row.OpenedAt,
            row.OpenedAt,
            opened.Trail.Head.EntryNo,
            opened.Trail.Head.Hash,
        ];
        return Array.ConvertAll(values, Statements.ParameterOf);
    }

    private static object[] OfOpening(CaseOpening opening) =>
        [
            Codes.Of(opening.Verdict.Channel),
            opening.PolicyVersion,
            opening.Sample.Day,
            opening.Sample.DrawPercent,
            opening.Sample.DrawnBefore,
            opening.Verdict.LaterCheck,
            opening.RouteVersion,
            opening.ClockStartedOn,
            opening.Deadlines.Legal.LimitDays,
            opening.Deadlines.Due.LimitDays,
            opening.Deadlines.Goal.LimitDays,
            opening.Deadlines.Legal.DueOn,
            opening.Deadlines.Due.DueOn,
            opening.Deadlines.Goal.DueOn,
            opening.Deadlines.Provisional,
        ];

    private static object[] OfFiling(CaseRow row) =>
        [
            row.Filing.Declarant.Uscc,
            row.Filing.Declarant.Name,
            row.Filing.Declarant.TaxAuthority,
            row.Filing.Declarant.EnterpriseClass,
            row.Filing.Method,
            row.Filing.Period,
            row.Filing.BatchNo,
            row.Filing.ExportLineCount,
            row.Filing.DoubtCount,
            row.Filing.GravestDoubtLevel,
            OpenDoubts.CodesIn(row.Filing),
            row.Filing.FobUsd,
            row.Filing.RebateDueCny,
            row.Filing.ExemptCreditCny,
            row.Message.Score,
            row.Message.Grade,
            Statements.OrNull(row.Opening.Facts.GravestWatchlistLevel, NpgsqlDbType.Integer),
        ];
}
