using System.Globalization;
using System.Text;
using RebateFlow.RiskScoring.Rules;
using RebateFlow.RiskScoring.Rules.RuleSets;

namespace RebateFlow.Risk.Tests.Docs;

/// <summary>Writes <c>shared/docs/rules.md</c> from the catalogue and the rule sets.</summary>
public static class RulesDocument
{
    public const string Path = "shared/docs/rules.md";

    /// <summary>The rest of the catalogue, and what is missing for it.</summary>
    public static readonly IReadOnlyList<(string Id, string Name, string Why)> NotComputable =
    [
        ("RI-16", "同址供销", "no feed carries the addresses of suppliers"),
        ("RI-19", "循环进出口", "no feed carries imports"),
        ("RI-22", "资金回流", "needs the movements of bank accounts after a receipt"),
        ("RI-23", "能耗产能不符", "needs electricity bills of the producer"),
        (
            "RI-27",
            "供货企业走逃失联",
            "feeds carry the state of invoices, not of suppliers; RI-09 sees listed ones"
        ),
        ("RI-28", "退税规模与净资产", "needs the balance sheet; the enterprise class reflects it"),
        ("RI-29", "四自三不见特征", "no feed carries forwarders, brokers and buyers"),
        ("RI-30", "备案单证缺失", "the documents stay with the exporter until somebody asks"),
    ];

    /// <summary>When to choose an option that the seeds leave out.</summary>
    private static readonly Dictionary<string, string> advice = new(StringComparer.Ordinal)
    {
        ["RI-09"] = """
            **When to compare names.** `nameLikeness` is 0 in the seeds: ids alone decide. Turn it
            on when entries carry names (an id can be shed by founding a company of nearly the
            same name, or is not known at all) and when somebody looks at what it finds: a name
            proves less than an id, so a hit by name adds `namePercent` of the points, yet a level
            that bars the green channel bars it by name too. Take 84, which was decided on pairs
            of names (`tests/RebateFlow.Risk.Tests/Screening/README.md`); a lower one brings many
            honest namesakes. The way: draft a set with the value, simulate it and read the list
            of filings that change, let it run in shadow for some weeks, then activate it. Live
            filings are judged anew at once; a rollback takes the hits out again. `mostNames`
            bounds the work of a filing: names beyond it make the rule unjudged, so set it above
            the suppliers of your largest filers. Names of declarants are compared with entries of
            the kind ENTERPRISE, those of suppliers with SUPPLIER.

            """,
    };

    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The document as it should be.</summary>
    public static string Write(IReadOnlyList<IRiskRule> rules, IReadOnlyList<RuleSet> ruleSets)
    {
        var text = new StringBuilder();
        text.Append(
            """
            # Risk rules

            Generated from `services/RiskScoring.Rules` and `seeds/rule-sets`; do not edit. To write
            it anew: `REBATEFLOW_UPDATE_DOCS=1 dotnet run --project tests/RebateFlow.Risk.Tests`.

            A score is the sum of the points of all rules, at most 100. A rule that could not judge
            says ERROR: its filing counts as unjudged and never gets the green channel.

            | Rule | Finding | 结论 |
            | --- | --- | --- |

            """
        );
        foreach (var rule in rules)
            text.Append(
                Say($"| [{rule.Id}](#{Anchor(rule)}) | {rule.PhraseEn} | {rule.PhraseZh} |\n")
            );
        text.Append("\n## Grades\n\n");
        AppendHead(text, "Limit", ruleSets);
        AppendValues(text, "MEDIUM from (point)", ruleSets, set => set.Document.Grades.MediumFrom);
        AppendValues(text, "HIGH from (point)", ruleSets, set => set.Document.Grades.HighFrom);
        AppendLevels(text, ruleSets[^1]);
        foreach (var rule in rules)
            Append(text, rule, ruleSets);
        text.Append(
            """

            ## Not computable

            Indicators of the catalogue that neither a filing nor the feeds nor our own history can
            show. A signal of them that an authority learns otherwise is an entry of the watchlist.

            | Indicator | Why not |
            | --- | --- |

            """
        );
        foreach (var (id, name, why) in NotComputable)
            text.Append(Say($"| {id} {name} | {why} |\n"));
        return text.ToString();
    }

    /// <summary>The rule sets of <c>seeds/rule-sets</c>, the first one first.</summary>
    public static IReadOnlyList<RuleSet> ReadSeeds() =>
        [
            .. Directory
                .EnumerateFiles(System.IO.Path.Combine(Root, "seeds/rule-sets"), "*.json")
                .Order(StringComparer.Ordinal)
                .Select(path => RuleSetReader.ReadOlder(File.ReadAllText(path)))
                .Select(read => read.RuleSet ?? throw new InvalidDataException(read.Faults[0])),
        ];

    private static void Append(StringBuilder text, IRiskRule rule, IReadOnlyList<RuleSet> ruleSets)
    {
        var name = rule.GetType().Name;
        text.Append(
            Say(
                $"""

                ## {rule.Id} {rule.PhraseEn}

                {rule.PhraseZh}。Source: {rule.Source.Document}; {rule.Source.Place}.
                Code: `{FileOf(rule)}`.
                Cases: `tests/RebateFlow.Risk.Tests/Cases/{name}.csv`.


                """
            )
        );
        AppendHead(text, "Value", ruleSets);
        foreach (var parameter in rule.Parameters)
            AppendValues(
                text,
                $"`{parameter.Name}` ({parameter.Unit}): "
                    + $"{parameter.MeaningEn} {parameter.MeaningZh}",
                ruleSets,
                set => set.Document.ValuesOf(rule.Id).GetValueOrDefault(parameter.Name) ?? []
            );
        if (advice.TryGetValue(rule.Id, out var when))
            text.Append('\n').Append(when);
    }

    private static void AppendLevels(StringBuilder text, RuleSet last)
    {
        text.Append(
            Say(
                $"""

                ## Levels

                What the levels of the watchlist ask for by set {last.Version}. Older sets say
                nothing of it; then the levels of the green-channel policy hold alone.

                | Level | From | Effects | 效力 | Source |
                | --- | --- | --- | --- | --- |

                """
            )
        );
        foreach (var (level, values) in last.Document.Levels!)
        foreach (var given in values)
            text.Append(
                Say($"| {level} | {given.From:O} | {Join(given, false)} | {Join(given, true)} |")
                    + Say($" {given.Source} |\n")
            );

        static string Join(DatedEffects given, bool isChinese) =>
            given.Effects.Count == 0
                ? (isChinese ? "仅提示" : "a note only")
                : string.Join(
                    isChinese ? "、" : ", ",
                    given.Effects.Select(code => LevelEffects.TextOf(code, isChinese))
                );
    }

    private static void AppendHead(StringBuilder text, string head, IReadOnlyList<RuleSet> ruleSets)
    {
        var versions = ruleSets.Select(set => $" Set {set.Version} |");
        text.Append(Say($"| {head} |{string.Concat(versions)} Source of the last |\n"));
        text.Append(Say($"| --- |{string.Concat(ruleSets.Select(_ => " --- |"))} --- |\n"));
    }

    private static void AppendValues(
        StringBuilder text,
        string label,
        IReadOnlyList<RuleSet> ruleSets,
        Func<RuleSet, IReadOnlyList<DatedValue>> values
    )
    {
        var cells = ruleSets.Select(set =>
            values(set) is { Count: > 0 } given
                ? $" {string.Join(", ", given.Select(TextOf))} |"
                : " – |"
        );
        text.Append(
            Say($"| {label} |{string.Concat(cells)} {values(ruleSets[^1])[^1].Source} |\n")
        );

        string TextOf(DatedValue value) =>
            values(ruleSets[0]).Count > 1
                ? string.Create(CultureInfo.InvariantCulture, $"{value.Value} from {value.From:O}")
                : value.Value.ToString(CultureInfo.InvariantCulture);
    }

    private static string Anchor(IRiskRule rule) =>
        $"{rule.Id} {rule.PhraseEn}".ToLowerInvariant().Replace(' ', '-');

    private static string Say(FormattableString text) => FormattableString.Invariant(text);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (
            folder is not null
            && !File.Exists(System.IO.Path.Combine(folder.FullName, "RebateFlow.sln"))
        )
            folder = folder.Parent;
        return folder?.FullName
            ?? throw new InvalidOperationException("Not inside the repository.");
    }

    /// <summary>Where a rule stands: its namespace is the folder.</summary>
    public static string FileOf(IRiskRule rule)
    {
        var type = rule.GetType();
        var folder = type.Namespace!["RebateFlow.RiskScoring.Rules.".Length..].Replace('.', '/');
        return $"services/RiskScoring.Rules/{folder}/{type.Name}.cs";
    }
}
