using System.Globalization;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Casework.Cases;

/// <summary>A column of the row of a case.</summary>
/// <param name="Type">CLR type of its values, nullable or not.</param>
public sealed record CaseColumn(string Name, Type Type, Func<ApprovalCase, object?> Value);

/// <summary>
/// What the row of a case says, column by column: the writer stores these values, and verification
/// holds the row against them. Only the end of the audit trail stands in the row besides.
/// </summary>
public static class CaseColumns
{
    /// <summary>Columns that only an attempt changes.</summary>
    public static readonly IReadOnlyList<CaseColumn> OfAttempt =
    [
        Of("pre_declaration_id", some => some.PreDeclarationId),
        Of("attempt_no", some => some.AttemptNo),
        Of("lane", some => some.Lane),
        Of("sample_day", some => some.Sample.Day),
        Of("sample_draw_percent", some => some.Sample.Percent),
        Of("sample_drawn", some => some.Sample.Drawn),
        Of("sample_alone_bars_green", some => some.Sample.AloneBarsGreen),
        Of("clock_started_on", some => some.ClockStartedOn),
        Of("uscc", some => some.Filing.Uscc),
        Of("exporter_name", some => some.Filing.ExporterName),
        Of("tax_authority", some => some.Filing.TaxAuthority),
        Of("enterprise_class", some => some.Filing.EnterpriseClass),
        Of("method", some => some.Filing.Method),
        Of("period", some => some.Filing.Period),
        Of("batch_no", some => some.Filing.BatchNo),
        Of("export_line_count", some => some.Filing.ExportLineCount),
        Of("doubt_count", some => some.Filing.DoubtCount),
        Of("gravest_doubt_level", some => some.Filing.GravestDoubtLevel),
        Of("doubt_codes", some => some.Filing.DoubtCodes.ToArray()),
        Of("fob_usd", some => some.Filing.FobUsd),
        Of("rebate_due_cny", some => some.Filing.RebateDueCny),
        Of("filed_to_repay_cny", some => some.Filing.ToRepayCny),
        Of("exempt_credit_cny", some => some.Filing.ExemptCreditCny),
        Of("opened_at", some => some.OpenedAt),
    ];

    /// <summary>Columns that the work on the case changes.</summary>
    public static readonly IReadOnlyList<CaseColumn> OfWork =
    [
        Of("version", some => some.Version),
        Of("state", some => WireCode.Of(some.State)),
        Of("post", some => WireCode.Of(some.Post)),
        Of("route", some => some.Route.Select(WireCode.Of).ToArray()),
        Of("claimed_by", some => some.ClaimedBy),
        Of("lease_until", some => some.LeaseUntil),
        Of("proposal_decision", some => Code(some.Proposal?.Decision)),
        Of("proposal_by", some => some.Proposal?.By),
        Of("proposal_reason", some => some.Proposal?.Reason),
        Of("proposal_amount_cny", some => some.Proposal?.AmountCny),
        Of("decision", some => Code(some.Outcome?.State)),
        Of("decision_reason", some => some.Outcome?.Reason),
        Of("decided_by", some => some.Outcome?.By),
        Of("decided_at", some => some.Outcome?.At),
        Of("approved_rebate_cny", some => some.Outcome is null ? (decimal?)null : some.ApprovedCny),
        Of("set_off_cny", some => some.Outcome is null ? (decimal?)null : some.SetOffCny),
        Of("to_repay_cny", some => some.Outcome is null ? (decimal?)null : some.ToRepayCny),
        Of("channel", some => WireCode.Of(some.Placement.Channel)),
        Of("later_check", some => some.Placement.LaterCheck),
        Of("policy_version", some => some.Placement.PolicyVersion),
        Of("route_version", some => some.Placement.RouteVersion),
        Of("legal_days", some => some.Placement.Limits.LegalDays),
        Of("due_days", some => some.Placement.Limits.DueDays),
        Of("goal_days", some => some.Placement.Limits.GoalDays),
        Of("score", some => some.Placement.Score),
        Of("grade", some => some.Placement.Grade),
        Of("watchlist_level", some => some.Placement.WatchlistLevel),
        Of("open_tasks", some => OpenTasksOf(some)),
        Of("legal_due_on", some => some.Dates.Legal),
        Of("due_on", some => some.Dates.Due),
        Of("goal_on", some => some.Dates.Goal),
        Of("due_is_provisional", some => some.Dates.Provisional),
        Of("check_no", some => some.CheckNo),
        Of("stale_no", some => some.StaleNo),
        Of("checked_no", some => some.CheckedNo),
        Of("changed_at", some => some.ChangedAt),
        Of("state_since", some => some.StateSince),
    ];

    public static readonly IReadOnlyList<CaseColumn> All = [.. OfAttempt, .. OfWork];

    /// <summary>The first column of a row that is not what the case says.</summary>
    /// <param name="row">Values in the order of <see cref="All"/>; null for NULL.</param>
    /// <returns>Null when the row is right.</returns>
    public static string? FirstDifference(ApprovalCase some, IReadOnlyList<object?> row)
    {
        for (var i = 0; i < All.Count; i++)
            if (Text(All[i].Value(some)) != Text(row[i]))
                return All[i].Name;
        return null;
    }

    /// <summary>One notation for what code and database write differently.</summary>
    private static string? Text(object? value) =>
        value switch
        {
            null => null,
            string[] words => string.Join('\n', words),
            decimal number => number.ToString("0.######", CultureInfo.InvariantCulture),
            DateTimeOffset at => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            DateTime at => at.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
            DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };

    /// <summary>Number and kind of each.</summary>
    private static string[] OpenTasksOf(ApprovalCase some) =>
        [.. some.OpenTasks.Select(one => $"{one.TaskNo} {WireCode.Of(one.Kind)}")];

    private static string? Code<T>(T? value)
        where T : struct, Enum => value is { } some ? WireCode.Of(some) : null;

    private static CaseColumn Of<T>(string name, Func<ApprovalCase, T> value) =>
        new(name, typeof(T), some => value(some));
}
