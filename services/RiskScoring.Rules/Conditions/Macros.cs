namespace RebateFlow.RiskScoring.Rules.Conditions;

/// <summary>The macros over the lines of a list.</summary>
internal static class Macros
{
    public static readonly IReadOnlySet<string> Names = new HashSet<string>(StringComparer.Ordinal)
    {
        "all",
        "exists",
        "exists_one",
        "filter",
    };

    public static Typed Of(string name, (FactType Item, Step Step) list, Step test) =>
        name switch
        {
            "all" => new(FactType.Bool, s => !Matching(s, list.Step, test, false).Any()),
            "exists" => new(FactType.Bool, s => Matching(s, list.Step, test, true).Any()),
            "exists_one" => new(
                FactType.Bool,
                s => Matching(s, list.Step, test, true).Take(2).Count() == 1
            ),
            _ => new(
                FactType.ListOf(list.Item),
                s => new(Matching(s, list.Step, test, true).ToArray())
            ),
        };

    private static IEnumerable<object> Matching(Scope scope, Step list, Step test, bool truth)
    {
        var items = list(scope).List;
        for (var i = 0; i < items.Count; i++)
        {
            scope.Item = items[i];
            if (test(scope).IsTrue == truth)
                yield return items[i];
        }
    }
}
