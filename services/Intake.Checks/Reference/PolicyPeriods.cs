using System.Text.Json.Serialization;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Reference;

/// <summary>The sets of rules that held one after the other, chosen by export date.</summary>
/// <param name="rows">Rows without overlap.</param>
public sealed class PolicyPeriods(IEnumerable<PolicyPeriod> rows)
{
    private readonly PolicyPeriod[] _rows = [.. rows.OrderByDescending(r => r.ValidFrom)];

    /// <summary>These periods, and others that replace those of the same name.</summary>
    public PolicyPeriods With(IReadOnlyCollection<PolicyPeriod> rows) =>
        new(rows.Concat(_rows.Where(old => rows.All(row => row.Version != old.Version))));

    /// <summary>The rules for an export date; null before the first.</summary>
    public PolicyPeriod? On(DateOnly exportDate)
    {
        foreach (var row in _rows)
        {
            if (exportDate >= row.ValidFrom)
                return row.ValidTo is { } last && exportDate > last ? null : row;
        }
        return null;
    }

    /// <summary>Versions that some export dates fall under, each once, in their order.</summary>
    public IReadOnlyList<string> Of(IEnumerable<DateOnly> exportDates) =>
        [.. exportDates.Order().Select(date => On(date)?.Version).OfType<string>().Distinct()];
}

/// <summary>A set of rules.</summary>
public sealed record PolicyPeriod
{
    /// <summary>V2014, V2018, V2020, V2026.</summary>
    public required string Version { get; init; }

    /// <summary>First export date.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>Last export date; null is open.</summary>
    public required DateOnly? ValidTo { get; init; }

    /// <summary>What happens after the normal end of declaring.</summary>
    public required LateFiling LateFiling { get; init; }

    /// <summary>
    /// Months from export after which it counts as a domestic sale; null is never.
    /// </summary>
    public required int? LateLimitMonths { get; init; }
}

/// <summary>Whether exports may be declared after the normal end.</summary>
[JsonConverter(typeof(WireCodeJsonConverter<LateFiling>))]
public enum LateFiling
{
    /// <summary>Only when the form on missing electronic information was filed in time.</summary>
    WithNoDataForm,

    /// <summary>At any time.</summary>
    AnyTime,

    /// <summary>Up to the limit in months.</summary>
    WithinLimit,
}
