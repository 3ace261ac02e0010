using System.Globalization;

namespace RebateFlow.Approval.Casework.Cases;

/// <summary>A column of the row of a case.</summary>
/// <param name="Type">CLR type of its values, nullable or not.</param>
/// <param name="IsOfAttempt">Only an attempt that opens the case changes it.</param>
public sealed record CaseColumn(
    string Name,
    Type Type,
    Func<ApprovalCase, object?> Value,
    bool IsOfAttempt
);

/// <summary>
/// What the row of a case says, column by column: the writer stores these values, and verification
/// holds the row against them. Only the end of the audit trail stands in the row besides.
/// </summary>
public static class CaseColumns
{
    /// <summary>Columns that only an attempt changes.</summary>
    public static readonly IReadOnlyList<CaseColumn> OfAttempt =
    [
        Fixed("pre_declaration_id", some => some.PreDeclarationId),
        Fixed("attempt_no", some => some.AttemptNo),
        Fixed("lane", some => some.Lane),
        Fixed("sample_day", some => some.Sample.Day),
        Fixed("sample_draw_percent", some => some.Sample.Percent),
        Fixed("sample_drawn", some => some.Sample.Drawn),
        Fixed("sample_alone_bars_green", some => some.Sample.AloneBarsGreen),
        Fixed("clock_started_on", some => some.ClockStartedOn),
        Fixed("uscc", some => some.Filing.Uscc),
        Fixed("exporter_name", some => some.Filing.ExporterName),
        Fixed("tax_authority", some => some.Filing.TaxAuthority),
        Fixed("enterprise_class", some => some.Filing.EnterpriseClass),
        Fixed("method", some => some.Filing.Method),
        Fixed("period", some => some.Filing.Period),
        Fixed("batch_no", some => some.Filing.BatchNo),
        Fixed("export_line_count", some => some.Filing.ExportLineCount),
        Fixed("doubt_count", some => some.Filing.DoubtCount),
        Fixed("gravest_doubt_level", some => some.Filing.GravestDoubtLevel),
        Fixed("doubt_codes", some => some.Filing.DoubtCodes.ToArray()),
        Fixed("fob_usd", some => some.Filing.FobUsd),
        Fixed("rebate_due_cny", some => some.Filing.RebateDueCny),
        Fixed("exempt_credit_cny", some => some.Filing.ExemptCreditCny),
        Fixed("opened_at", some => some.OpenedAt),
    ];

    /// <summary>Columns that the work on the case changes.</summary>
    public static readonly IReadOnlyList<CaseColumn> OfWork =
    [
        Moving("version", some => some.Version),
        Moving("state", some => Codes.Of(some.State)),
        Moving("post", some => Codes.Of(some.Post)),
        Moving("route", some => some.Route.Select(Codes.Of).ToArray()),
        Moving("claimed_by", some => some.ClaimedBy),
        Moving("lease_until", some => some.LeaseUntil),
        Moving("proposal_decision", some => Code(some.Proposal?.Decision)),
        Moving("proposal_by", some => some.Proposal?.By),
        Moving("proposal_reason", some => some.Proposal?.Reason),
        Moving("proposal_amount_cny", some => some.Proposal?.AmountCny),
        Moving("decision", some => Code(some.Outcome?.State)),
        Moving("decision_reason", some => some.Outcome?.Reason),
        Moving("decided_by", some => some.Outcome?.By),
        Moving("decided_at", some => some.Outcome?.At),
        Moving(
            "approved_rebate_cny",
            some => some.Outcome is null ? (decimal?)null : some.ApprovedCny
        ),
        Moving("channel", some => Codes.Of(some.Placement.Channel)),
        Moving("later_check", some => some.Placement.LaterCheck),
        Moving("policy_version", some => some.Placement.PolicyVersion),
        Moving("route_version", some => some.Placement.RouteVersion),
        Moving("legal_days", some => some.Placement.Limits.LegalDays),
        Moving("due_days", some => some.Placement.Limits.DueDays),
        Moving("goal_days", some => some.Placement.Limits.GoalDays),
        Moving("score", some => some.Placement.Score),
        Moving("grade", some => some.Placement.Grade),
        Moving("watchlist_level", some => some.Placement.WatchlistLevel),
        Moving("legal_due_on", some => some.Dates.Legal),
        Moving("due_on", some => some.Dates.Due),
        Moving("goal_on", some => some.Dates.Goal),
        Moving("due_is_provisional", some => some.Dates.Provisional),
        Moving("changed_at", some => some.ChangedAt),
        Moving("state_since", some => some.StateSince),
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

    private static string? Code<T>(T? value)
        where T : struct, Enum => value is { } some ? Codes.Of(some) : null;

    private static CaseColumn Fixed<T>(string name, Func<ApprovalCase, T> value) =>
        new(name, typeof(T), some => value(some), IsOfAttempt: true);

    private static CaseColumn Moving<T>(string name, Func<ApprovalCase, T> value) =>
        new(name, typeof(T), some => value(some), IsOfAttempt: false);
}
