using System.Collections.ObjectModel;
using System.Text.Json.Serialization;
using Npgsql;
using RebateFlow.Primitives;
using RebateFlow.RiskScoring.Rules;
using RebateFlow.RiskScoring.Rules.RuleSets;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.RuleSets;

/// <summary>The rule sets with their rules, values, units and sources.</summary>
/// <remarks>Errors: RBF-2010 (400).</remarks>
public static class ListRuleSets
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/rule-sets", HandleAsync)
            .RequireAuthorization(RiskReaders.Policy)
            .Produces<Page>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("List rule sets");

    /// <param name="Items">Sets, the first one first.</param>
    /// <param name="NextCursor">Cursor of the next page; null on the last one.</param>
    public sealed record Page(IReadOnlyList<RuleSetView> Items, string? NextCursor);

    /// <param name="Version">Name of the set.</param>
    /// <param name="From">First day; it stays in use until the first day of the next set.</param>
    /// <param name="IsInForce">Whether assessments of today use it.</param>
    /// <param name="Note">Why it exists.</param>
    /// <param name="Grades">Limits of the grades, points.</param>
    /// <param name="Levels">What the levels of the watchlist ask for; empty in older sets.</param>
    /// <param name="Rules">Rules in catalogue order.</param>
    public sealed record RuleSetView(
        string Version,
        DateOnly From,
        bool IsInForce,
        string Note,
        GradesView Grades,
        IReadOnlyList<LevelView> Levels,
        IReadOnlyList<RuleView> Rules
    );

    /// <param name="Level">1 (gravest) to 4.</param>
    /// <param name="Values">Dated effects, the first one first.</param>
    public sealed record LevelView(string Level, IReadOnlyList<EffectsView> Values);

    /// <param name="Effects">Codes; empty for a mere note.</param>
    /// <param name="Texts">The same in words.</param>
    /// <param name="From">First day; they hold until the next ones.</param>
    /// <param name="Source">Document that gives them, or who set them.</param>
    public sealed record EffectsView(
        IReadOnlyList<string> Effects,
        IReadOnlyList<string> Texts,
        DateOnly From,
        string Source
    );

    /// <param name="MediumFrom">Lowest score of grade MEDIUM.</param>
    /// <param name="HighFrom">Lowest score of grade HIGH.</param>
    public sealed record GradesView(
        IReadOnlyList<ValueView> MediumFrom,
        IReadOnlyList<ValueView> HighFrom
    );

    /// <param name="Id">Id of the catalogue.</param>
    /// <param name="Phrase">The finding.</param>
    /// <param name="Source">Where the indicator comes from.</param>
    /// <param name="Parameters">Its values.</param>
    public sealed record RuleView(
        string Id,
        string Phrase,
        RuleSource Source,
        IReadOnlyList<ParameterView> Parameters
    );

    /// <param name="Name">Name in the rule set.</param>
    /// <param name="Meaning">What it does.</param>
    /// <param name="Values">Dated values, the first one first.</param>
    public sealed record ParameterView(
        string Name,
        string Meaning,
        IReadOnlyList<ValueView> Values
    );

    /// <param name="Value">The value.</param>
    /// <param name="Unit">Its unit.</param>
    /// <param name="From">First day; it holds until the next one.</param>
    /// <param name="Source">Document that gives it, or who set it.</param>
    public sealed record ValueView(
        [property: JsonConverter(typeof(DecimalJsonConverter))] decimal Value,
        string Unit,
        DateOnly From,
        string Source
    );

    private static async Task<IResult> HandleAsync(
        string? cursor,
        int? limit,
        HttpContext http,
        NpgsqlDataSource database,
        AuthorityClock clock,
        CancellationToken cancel
    )
    {
        var after = DateOnly.MinValue;
        if (
            limit is < 1 or > Cursor.MaximumLimit
            || (cursor is not null && !Cursor.TryDecode(cursor, out after))
        )
            return Problem.Of(
                http,
                Problems.InvalidQuery,
                $"limit 应为 1 至 {Cursor.MaximumLimit}，cursor 应取自上一页",
                $"limit is from 1 to {Cursor.MaximumLimit}, cursor comes from the page before"
            );

        var size = limit ?? 50;
        var today = clock.Today;
        await using var connection = await database.OpenConnectionAsync(cancel);
        var shelf = await RuleSetSql.LoadShelfAsync(connection, cancel);
        var inForce = shelf.ByStart.LastOrDefault(set => set.From <= today);
        RuleSet[] rest = [.. shelf.ByStart.Where(set => set.From > after)];
        var isChinese = Language.IsChinese(http);
        var views = rest.Take(size).Select(set => ViewOf(set, set == inForce, isChinese));
        var next = rest.Length > size ? Cursor.Encode(rest[size - 1].From) : null;
        return TypedResults.Ok(new Page([.. views], next));
    }

    private static RuleSetView ViewOf(RuleSet ruleSet, bool isInForce, bool isChinese) =>
        new(
            ruleSet.Version,
            ruleSet.From,
            isInForce,
            isChinese ? ruleSet.Document.NoteZh : ruleSet.Document.NoteEn,
            new GradesView(
                ViewOf(ruleSet.Document.Grades.MediumFrom),
                ViewOf(ruleSet.Document.Grades.HighFrom)
            ),
            LevelsOf(ruleSet.Document, isChinese),
            [
                .. RuleCatalog
                    .All.Where(rule => ruleSet.Document.Rules.ContainsKey(rule.Id))
                    .Select(rule => ViewOf(rule, ruleSet, isChinese)),
            ]
        );

    private static LevelView[] LevelsOf(RuleSetDocument document, bool isChinese) =>
        [
            .. (document.Levels ?? ReadOnlyDictionary<string, IReadOnlyList<DatedEffects>>.Empty)
                .OrderBy(level => level.Key, StringComparer.Ordinal)
                .Select(level => new LevelView(
                    level.Key,
                    [
                        .. level.Value.Select(given => new EffectsView(
                            given.Effects,
                            [.. given.Effects.Select(e => LevelEffects.TextOf(e, isChinese))],
                            given.From,
                            given.Source
                        )),
                    ]
                )),
        ];

    private static RuleView ViewOf(IRiskRule rule, RuleSet ruleSet, bool isChinese) =>
        new(
            rule.Id,
            isChinese ? rule.PhraseZh : rule.PhraseEn,
            rule.Source,
            [
                .. rule
                    .Parameters.Where(parameter =>
                        ruleSet.Document.ValuesOf(rule.Id).ContainsKey(parameter.Name)
                    )
                    .Select(parameter => new ParameterView(
                        parameter.Name,
                        isChinese ? parameter.MeaningZh : parameter.MeaningEn,
                        ViewOf(ruleSet.Document.ValuesOf(rule.Id)[parameter.Name])
                    )),
            ]
        );

    private static ValueView[] ViewOf(IReadOnlyList<DatedValue> values) =>
        [
            .. values.Select(value => new ValueView(
                value.Value,
                value.Unit,
                value.From,
                value.Source
            )),
        ];
}
