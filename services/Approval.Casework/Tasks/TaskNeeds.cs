using RebateFlow.Approval.Casework.Policies;

namespace RebateFlow.Approval.Casework.Tasks;

/// <summary>A hit of the watchlist as tasks need it.</summary>
/// <param name="Kind">ENTERPRISE, SUPPLIER, COMMODITY and so on.</param>
/// <param name="Value">The value of the filing that it matched.</param>
/// <param name="Effects">What its level asks for.</param>
public sealed record TaskHit(string Kind, string Value, IReadOnlyList<string> Effects);

/// <summary>What is known of a filing when its tasks are worked out.</summary>
/// <param name="IsFirst">The exporter never declared for a rebate before.</param>
public sealed record TaskFacts(
    string Method,
    int EnterpriseClass,
    bool IsFirst,
    IReadOnlyList<TaskHit> Hits
);

/// <summary>What calls for tasks: watchlist levels, the first declaration, the class.</summary>
public static class TaskNeeds
{
    public const string Watchlist = "WATCHLIST";
    public const string FirstDeclaration = "FIRST_DECLARATION";
    public const string EnterpriseClass = "ENTERPRISE_CLASS";

    /// <summary>By kind, each once.</summary>
    /// <remarks>
    /// A production enterprise names no suppliers, so nobody can be asked by letter about them.
    /// NO_GREEN is no task: the channel sees to it.
    /// </remarks>
    public static IReadOnlyList<TaskNeed> Of(TaskFacts facts, CaseworkPolicy policy)
    {
        var needs = new List<TaskNeed>();
        if (facts.Method == "ER")
            needs.AddRange(Letters(facts));
        foreach (var (effect, kind) in plain)
            if (facts.Hits.Any(hit => hit.Effects.Contains(effect)))
                needs.Add(new(kind, "", Watchlist));
        if (facts.IsFirst && policy.VisitsFirstDeclaration)
            needs.Add(new(TaskKind.Visit, "", FirstDeclaration));
        else if (facts.EnterpriseClass >= policy.VisitFromClass)
            needs.Add(new(TaskKind.Visit, "", EnterpriseClass));
        return needs;
    }

    private static readonly (string Effect, TaskKind Kind)[] plain =
    [
        ("HOLD", TaskKind.Hold),
        ("SELF_INSPECTION", TaskKind.SelfInspection),
        ("ENHANCED_REVIEW", TaskKind.EnhancedReview),
    ];

    /// <summary>One for each supplier that is listed; else one to a supplier of choice.</summary>
    private static IEnumerable<TaskNeed> Letters(TaskFacts facts)
    {
        TaskHit[] asking = [.. facts.Hits.Where(hit => hit.Effects.Contains("LETTER"))];
        string[] suppliers =
        [
            .. asking
                .Where(hit => hit.Kind == "SUPPLIER")
                .Select(hit => hit.Value)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        return suppliers.Length > 0
            ? suppliers.Select(one => new TaskNeed(TaskKind.Letter, one, Watchlist))
            : asking.Take(1).Select(_ => new TaskNeed(TaskKind.Letter, "", Watchlist));
    }
}
