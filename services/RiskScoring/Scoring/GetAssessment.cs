using Npgsql;
using RebateFlow.Contracts.Risk;
using RebateFlow.Messaging;
using RebateFlow.RiskScoring.Rules;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.RuleSets;
using RebateFlow.RiskScoring.Rules.Scores;
using RebateFlow.RiskScoring.RuleSets;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.Scoring;

/// <summary>
/// The assessment of a pre-declaration: what was looked at, what each rule said, which entry hit.
/// </summary>
/// <remarks>
/// Officers see those of their own tax authority; the risk team and auditors see all; exporters
/// none. Errors: RBF-2020 (404).
/// </remarks>
public static class GetAssessment
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/assessments/{preDeclarationId:guid}", HandleAsync)
            .RequireAuthorization(RiskReaders.Policy)
            .Produces<AssessmentView>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Read the latest assessment of a pre-declaration or of one attempt");

    /// <param name="Id">The assessment (UUIDv7); replay it by this id.</param>
    /// <param name="Score">0 to 100.</param>
    /// <param name="Grade">LOW, MEDIUM or HIGH.</param>
    /// <param name="HasUnjudgedRule">True when a rule could not judge.</param>
    /// <param name="Amounts">Amounts of the filing in words.</param>
    /// <param name="Results">Every rule, in catalogue order.</param>
    /// <param name="OtherGrades">What would have changed the grade.</param>
    /// <param name="WatchlistHits">
    /// Entries that were in force and touched, with what their levels ask for.
    /// </param>
    /// <param name="Background">The header and what Risk knew.</param>
    public sealed record AssessmentView(
        Guid Id,
        Guid PreDeclarationId,
        int AttemptNo,
        DateTimeOffset AssessedAt,
        string RuleSetVersion,
        int Score,
        Grade Grade,
        bool HasUnjudgedRule,
        Amounts Amounts,
        IReadOnlyList<ResultView> Results,
        IReadOnlyList<OtherGrade> OtherGrades,
        IReadOnlyList<WatchlistHit> WatchlistHits,
        Background Background
    );

    /// <param name="Phrase">The finding that the rule looks for.</param>
    /// <param name="Evidence">The figures; empty when there are none.</param>
    /// <param name="Limits">The values by which it judged, in words.</param>
    public sealed record ResultView(
        string RuleId,
        string Phrase,
        RuleOutcome Outcome,
        int Points,
        string Evidence,
        IReadOnlyList<LimitText> Limits
    );

    /// <param name="FobUsd">Exports, such as 1,234.50 US dollars.</param>
    /// <param name="RebateDueCny">Rebate due, such as 1,234.50 yuan.</param>
    public sealed record Amounts(string FobUsd, string RebateDueCny);

    /// <summary>Whether a caller may see assessments of a tax authority.</summary>
    public static bool MaySee(HttpContext http, string taxAuthority) =>
        http.User.TaxAuthority() is { Length: > 0 } own
            ? own == taxAuthority
            : RiskReaders.LooksAcross(http.User);

    private static async Task<IResult> HandleAsync(
        Guid preDeclarationId,
        int? attempt,
        HttpContext http,
        NpgsqlDataSource database,
        RuleSetCache ruleSets,
        CancellationToken cancel
    )
    {
        var stored = await AssessmentSql.FindLatestAsync(
            database,
            preDeclarationId,
            attempt,
            cancel
        );
        if (stored is null || !MaySee(http, stored.TaxAuthority))
            return Problems.NotFound(http, Problems.NoSuchAssessment, preDeclarationId);
        var ruleSet = await ruleSets.OfVersionAsync(database, stored.RuleSetVersion, cancel);
        return TypedResults.Ok(ViewOf(stored, ruleSet, Language.IsChinese(http)));
    }

    private static AssessmentView ViewOf(StoredAssessment stored, RuleSet ruleSet, bool isChinese)
    {
        var score = RiskScore.FromBytes(Payload.Decompress(stored.Result));
        var background = Payload.Unpack<Background>(stored.Background);
        var values = ruleSet.On(background.AssessedOn);
        return new AssessmentView(
            stored.Id,
            stored.PreDeclarationId,
            stored.AttemptNo,
            stored.AssessedAt,
            stored.RuleSetVersion,
            score.Score,
            score.Grade,
            score.HasUnjudgedRule,
            new Amounts(
                Wording.Of(background.Header.FobUsd, "USD", isChinese),
                Wording.Of(background.Header.RebateDueCny, "CNY", isChinese)
            ),
            [.. score.Results.Select(result => ViewOf(result, values, isChinese))],
            Explanation.OtherGrades(score, values, isChinese),
            values.WithEffects(background.Watchlist.Hits),
            background
        );
    }

    private static ResultView ViewOf(RuleResult result, RuleSetValues values, bool isChinese)
    {
        var rule = values.Rules.FirstOrDefault(one => one.Rule.Id == result.RuleId)?.Rule;
        return new ResultView(
            result.RuleId,
            (isChinese ? rule?.PhraseZh : rule?.PhraseEn) ?? "",
            result.Outcome,
            result.Points,
            isChinese ? result.EvidenceZh : result.EvidenceEn,
            Explanation.LimitsOf(result.RuleId, values, isChinese)
        );
    }
}
