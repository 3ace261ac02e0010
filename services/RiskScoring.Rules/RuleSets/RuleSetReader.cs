using System.Globalization;
using System.Text.Json;
using RebateFlow.RiskScoring.Rules.Conditions;

namespace RebateFlow.RiskScoring.Rules.RuleSets;

/// <summary>Reads rule sets and refuses the faulty ones with every fault at once.</summary>
public static class RuleSetReader
{
    private static readonly RuleParameter gradeLimit = RuleParameter.Points("", "", "");

    /// <summary>
    /// Reads one set. It must name every rule of the catalogue, since a rule left out would pass.
    /// </summary>
    /// <param name="json">The file.</param>
    /// <param name="rules">The catalogue.</param>
    /// <returns>The set, or null and the faults.</returns>
    public static (RuleSet? RuleSet, IReadOnlyList<string> Faults) Read(
        string json,
        IReadOnlyList<IRiskRule> rules
    ) =>
        TryParse(json, out var document, out var fault)
            ? Read(document, rules, isOlder: false)
            : (null, [fault]);

    private static (RuleSet? RuleSet, IReadOnlyList<string> Faults) Read(
        RuleSetDocument document,
        IReadOnlyList<IRiskRule> rules,
        bool isOlder
    )
    {
        var faults = new List<string>();
        CheckHead(document, faults);
        foreach (var id in document.Rules.Keys.Where(id => rules.All(rule => rule.Id != id)))
            faults.Add($"{id}: no such rule");
        foreach (var rule in rules)
            CheckRule(rule, document, faults);
        if (document.Levels is null && !isOlder)
            faults.Add("levels: missing");
        faults.AddRange(LevelEffects.Faults(document));
        var conditions = ReadConditions(document, faults);
        return faults.Count == 0
            ? (new RuleSet(document, [.. rules, .. conditions]), [])
            : (null, faults);
    }

    /// <summary>
    /// Reads a set that need not name every rule: one that is older than some of them.
    /// </summary>
    public static (RuleSet? RuleSet, IReadOnlyList<string> Faults) ReadOlder(string json)
    {
        if (!TryParse(json, out var document, out var fault))
            return (null, [fault]);
        var named = RuleCatalog.All.Where(rule => document.Rules.ContainsKey(rule.Id));
        return Read(document, [.. named], isOlder: true);
    }

    /// <summary>
    /// Reads a set that was accepted before, for a replay. Rules that came later are not in it and
    /// do not speak.
    /// </summary>
    /// <exception cref="InvalidDataException">It is faulty after all.</exception>
    public static RuleSet ReadStored(string json)
    {
        var (ruleSet, faults) = ReadOlder(json);
        return ruleSet
            ?? throw new InvalidDataException($"Stored rule set: {string.Join("; ", faults)}");
    }

    /// <summary>
    /// Faults of sets that judge one after the other: versions and first days are distinct.
    /// </summary>
    public static IReadOnlyList<string> CheckSeries(IReadOnlyCollection<RuleSet> ruleSets) =>
        [
            .. Repeated(ruleSets.Select(set => set.Version))
                .Select(version => $"{version}: two sets have this version"),
            .. Repeated(ruleSets.Select(set => Text(set.From)))
                .Select(day => $"{day}: two sets start on this day"),
            .. ruleSets.Count == 0 ? ["there is no rule set"] : Array.Empty<string>(),
        ];

    private static IEnumerable<string> Repeated(IEnumerable<string> texts) =>
        texts.GroupBy(text => text).Where(group => group.Count() > 1).Select(group => group.Key);

    private static bool TryParse(string json, out RuleSetDocument document, out string fault)
    {
        (document, fault) = (null!, "");
        try
        {
            using var parsed = JsonDocument.Parse(json);
            if (NullIn(parsed.RootElement, "") is { } place)
                throw new JsonException($"{(place.Length == 0 ? "the file" : place)} is null");
            document =
                JsonSerializer.Deserialize<RuleSetDocument>(json, RuleSetDocument.Json)
                ?? throw new JsonException("the file is null");
            return true;
        }
        catch (JsonException unreadable)
        {
            fault = $"not a rule set: {unreadable.Message}";
            return false;
        }
    }

    /// <summary>
    /// Where the first null stands: none belongs into a set, and within lists the serializer lets
    /// it pass.
    /// </summary>
    private static string? NullIn(JsonElement value, string place) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => place,
            JsonValueKind.Object => value
                .EnumerateObject()
                .Select(member => NullIn(member.Value, $"{place}.{member.Name}".TrimStart('.')))
                .FirstOrDefault(found => found is not null),
            JsonValueKind.Array => value
                .EnumerateArray()
                .Select((item, i) => NullIn(item, $"{place}[{i}]"))
                .FirstOrDefault(found => found is not null),
            _ => null,
        };

    private static void CheckHead(RuleSetDocument document, List<string> faults)
    {
        if (document.Version is not { Length: > 0 and <= 40 })
            faults.Add("version: 1 to 40 characters");
        CheckValues("grades.mediumFrom", document.Grades.MediumFrom, gradeLimit, document, faults);
        CheckValues("grades.highFrom", document.Grades.HighFrom, gradeLimit, document, faults);
    }

    private static void CheckRule(IRiskRule rule, RuleSetDocument document, List<string> faults)
    {
        if (!document.Rules.TryGetValue(rule.Id, out var given))
        {
            faults.Add($"{rule.Id}: missing");
            return;
        }
        foreach (var name in given.Keys.Where(name => rule.Parameters.All(p => p.Name != name)))
            faults.Add($"{rule.Id}.{name}: no such parameter");
        foreach (var parameter in rule.Parameters)
        {
            var place = $"{rule.Id}.{parameter.Name}";
            if (given.TryGetValue(parameter.Name, out var values))
                CheckValues(place, values, parameter, document, faults);
            else if (parameter.WhenAbsent is null)
                faults.Add($"{place}: missing");
        }
    }

    private static List<CustomCondition> ReadConditions(
        RuleSetDocument document,
        List<string> faults
    )
    {
        var conditions = new List<CustomCondition>();
        if (document.Conditions is { Count: > CustomCondition.MostInASet })
            faults.Add($"conditions: at most {CustomCondition.MostInASet}");
        foreach (var given in (document.Conditions ?? []).Take(CustomCondition.MostInASet))
        {
            CheckValues($"{given.Id}.points", given.Points, gradeLimit, document, faults);
            var (condition, ownFaults) = CustomCondition.Read(given);
            faults.AddRange(ownFaults.Select(fault => $"{given.Id}: {fault}"));
            if (condition is not null)
                conditions.Add(condition);
        }
        faults.AddRange(
            Repeated(conditions.Select(condition => condition.Id))
                .Select(id => $"{id}: two conditions have this id")
        );
        conditions.Sort((one, other) => string.CompareOrdinal(one.Id, other.Id));
        return conditions;
    }

    private static void CheckValues(
        string place,
        IReadOnlyList<DatedValue> values,
        RuleParameter parameter,
        RuleSetDocument document,
        List<string> faults
    )
    {
        if (values.Count == 0 || values[0].From > document.From)
            faults.Add($"{place}: no value on {Text(document.From)}, the first day");
        for (var i = 0; i < values.Count; i++)
        {
            var value = values[i];
            if (string.IsNullOrWhiteSpace(value.Unit))
                faults.Add($"{place}: a value without a unit");
            else if (value.Unit != parameter.Unit)
                faults.Add($"{place}: unit {value.Unit}, {parameter.Unit} is expected");
            if (string.IsNullOrWhiteSpace(value.Source))
                faults.Add($"{place}: a value without a source");
            if (value.Value < parameter.Min || value.Value > parameter.Max)
                faults.Add(
                    FormattableString.Invariant(
                        $"{place}: {value.Value} is not from {parameter.Min} to {parameter.Max}"
                    )
                );
            if (parameter.Unit == RuleParameter.PointUnit && value.Value % 1 != 0)
                faults.Add($"{place}: points are whole numbers");
            if (i > 0 && value.From <= values[i - 1].From)
                faults.Add($"{place}: dates must ascend");
        }
    }

    private static string Text(DateOnly date) =>
        date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
