namespace RebateFlow.Intake.Checks.Reference;

/// <summary>Until when an approved filing can be declared formally, by its export dates.</summary>
public static class FormalDeclarationTerm
{
    /// <summary>
    /// The last day; null when nothing ends it. The export that ends first decides.
    /// </summary>
    /// <remarks>
    /// A filing handed in after the normal end was approved on the form about missing electronic
    /// information, and is no longer bound by that end (2013 No. 61). Officers' time is not the
    /// exporter's: from the decision on there are always some days left.
    /// </remarks>
    public static DateOnly? LastDay(
        IReadOnlyCollection<DateOnly> exportDates,
        FilingDays days,
        ReferenceData reference
    )
    {
        var limits = reference.Settings.On(days.DecidedOn);
        var first = exportDates.Select(date => EndOf(date, days, reference, limits)).Min();
        var grace = days.DecidedOn.AddDays(limits.FormalDeclarationGraceDays);
        return first is { } end && end < grace ? grace : first;
    }

    private static DateOnly? EndOf(
        DateOnly exportDate,
        FilingDays days,
        ReferenceData reference,
        CheckLimits limits
    )
    {
        if (reference.PolicyPeriods.On(exportDate) is not { } policy)
            return null;
        var normalEnd = limits.NormalEndFor(exportDate);
        return policy.LateFiling switch
        {
            LateFiling.WithNoDataForm => days.HandedInOn > normalEnd ? null : normalEnd,
            LateFiling.AnyTime => null,
            LateFiling.WithinLimit => policy.LateLimitMonths is { } months
                ? exportDate.AddMonths(months)
                : null,
        };
    }
}

/// <summary>The days of a filing's life that its term depends on, in China.</summary>
/// <param name="HandedInOn">When the approved attempt came in.</param>
/// <param name="DecidedOn">When the officers decided.</param>
public sealed record FilingDays(DateOnly HandedInOn, DateOnly DecidedOn);
