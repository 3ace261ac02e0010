namespace RebateFlow.Clients.Tests.Breaks;

/// <summary>
/// What in a new document breaks a client that was made for the old one. Additions break nobody,
/// but for input that a service then insists on.
/// </summary>
public static class Comparison
{
    private static readonly HashSet<string> lowest = ["minLength", "minimum", "minItems"];

    /// <summary>One line for each break, in the order of the places.</summary>
    public static IReadOnlyList<string> Breaks(
        IReadOnlyDictionary<string, Fact> old,
        IReadOnlyDictionary<string, Fact> now
    ) =>
        [
            .. Removed(old, now)
                .Concat(Demanded(old, now))
                .Concat(
                    old.Values.Where(was => now.ContainsKey(was.Place))
                        .SelectMany(was => Changed(was, now[was.Place]))
                )
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Of a thing that went, its parts are not told.</summary>
    private static IEnumerable<string> Removed(
        IReadOnlyDictionary<string, Fact> old,
        IReadOnlyDictionary<string, Fact> now
    ) =>
        from was in old.Values
        where !now.ContainsKey(was.Place) && (was.Parent == "" || now.ContainsKey(was.Parent))
        select $"{was.Place}: removed";

    private static IEnumerable<string> Demanded(
        IReadOnlyDictionary<string, Fact> old,
        IReadOnlyDictionary<string, Fact> now
    ) =>
        from fact in now.Values
        where fact is { Direction: Direction.Input, Required: true }
        where !old.ContainsKey(fact.Place) && old.ContainsKey(fact.Parent)
        select $"{fact.Place}: new and required";

    private static IEnumerable<string> Changed(Fact was, Fact now)
    {
        var input = now.Direction == Direction.Input;
        if (input && now.Required && !was.Required)
            yield return $"{now.Place}: became required";
        if (!input && was.Required && !now.Required)
            yield return $"{now.Place}: became optional";
        var parts = TypeChanges(was, now, input)
            .Concat(ValueChanges(was, now, input))
            .Concat(WordChanges(was, now, input))
            .Concat(input ? Tightened(was, now) : []);
        foreach (var part in parts)
            yield return $"{now.Place}: {part}";
    }

    private static IEnumerable<string> ValueChanges(Fact was, Fact now, bool input)
    {
        if (was.Values is { } before && now.Values is { } after)
            return before.Except(after).Select(value => $"value {value} removed");
        return (was.Values, now.Values, input) switch
        {
            (null, not null, true) => ["became an enumeration"],
            (not null, null, false) => ["is no enumeration any more"],
            _ => [],
        };
    }

    private static IEnumerable<string> WordChanges(Fact was, Fact now, bool input) =>
        from word in was.Words.Keys.Union(now.Words.Keys)
        let before = was.Words.GetValueOrDefault(word)
        let after = now.Words.GetValueOrDefault(word)
        where before != after && (before is not null || input)
        select $"{word} {before ?? "none"} became {after ?? "none"}";

    private static IEnumerable<string> Tightened(Fact was, Fact now) =>
        from limit in now.Limits
        where
            !was.Limits.TryGetValue(limit.Key, out var before)
            || (lowest.Contains(limit.Key) ? limit.Value > before : limit.Value < before)
        select $"{limit.Key} became {limit.Value}";

    private static IEnumerable<string> TypeChanges(Fact was, Fact now, bool input)
    {
        // What a client sends has to be taken still; what it gets has to be of a kind it knows.
        var (must, may) = input ? (was.Types, now.Types) : (now.Types, was.Types);
        if (may.Count == 0)
            yield break;
        if (must.Count == 0 || !must.All(type => may.Contains(type)))
            yield return $"type {Text(was.Types)} became {Text(now.Types)}";
    }

    private static string Text(IReadOnlySet<string> types) =>
        types.Count == 0 ? "any" : string.Join(" or ", types.Order(StringComparer.Ordinal));
}
