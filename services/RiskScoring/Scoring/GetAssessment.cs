using Npgsql;
using RebateFlow.Contracts.Risk;
using RebateFlow.Messaging;
using RebateFlow.RiskScoring.Rules;
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
    /// <param name="Results">Every rule, in catalogue order.</param>
    /// <param name="WatchlistHits">Entries that were in force and touched.</param>
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
        IReadOnlyList<ResultView> Results,
        IReadOnlyList<WatchlistHit> WatchlistHits,
        Background Background
    );

    /// <param name="Phrase">The finding that the rule looks for.</param>
    /// <param name="Evidence">The figures; empty when there are none.</param>
    public sealed record ResultView(
        string RuleId,
        string Phrase,
        RuleOutcome Outcome,
        int Points,
        string Evidence
    );

    /// <summary>Whether a caller may see assessments of a tax authority.</summary>
    public static bool MaySee(HttpContext http, string taxAuthority) =>
        http.User.TaxAuthority() is not { } own || own == taxAuthority;

    private static async Task<IResult> HandleAsync(
        Guid preDeclarationId,
        int? attempt,
        HttpContext http,
        NpgsqlDataSource database,
        CancellationToken cancel
    )
    {
        var stored = await AssessmentSql.FindLatestAsync(
            database,
            preDeclarationId,
            attempt,
            cancel
        );
        return stored is not null && MaySee(http, stored.TaxAuthority)
            ? TypedResults.Ok(ViewOf(stored, Language.IsChinese(http)))
            : Problems.NotFound(http, Problems.NoSuchAssessment, preDeclarationId);
    }

    private static AssessmentView ViewOf(StoredAssessment stored, bool isChinese)
    {
        var score = RiskScore.FromBytes(Payload.Decompress(stored.Result));
        var background = Payload.Unpack<Background>(stored.Background);
        return new AssessmentView(
            stored.Id,
            stored.PreDeclarationId,
            stored.AttemptNo,
            stored.AssessedAt,
            stored.RuleSetVersion,
            score.Score,
            score.Grade,
            score.HasUnjudgedRule,
            [.. score.Results.Select(result => ViewOf(result, isChinese))],
            background.Watchlist.Hits,
            background
        );
    }

    private static ResultView ViewOf(RuleResult result, bool isChinese)
    {
        var rule = RuleCatalog.Find(result.RuleId);
        return new ResultView(
            result.RuleId,
            (isChinese ? rule?.PhraseZh : rule?.PhraseEn) ?? "",
            result.Outcome,
            result.Points,
            isChinese ? result.EvidenceZh : result.EvidenceEn
        );
    }
}
