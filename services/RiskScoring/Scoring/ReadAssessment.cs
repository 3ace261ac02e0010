using System.Text;
using Npgsql;
using RebateFlow.RiskScoring.RuleSets;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.Scoring;

/// <summary>
/// An assessment as a page for a person: what was looked at, what each rule said with its figures,
/// which entries hit, what would have changed the grade.
/// </summary>
/// <remarks>Open to all who may read the assessment. Errors: RBF-2020 (404).</remarks>
public static class ReadAssessment
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/assessments/{preDeclarationId:guid}/page", HandleAsync)
            .RequireAuthorization(RiskReaders.Policy)
            .Produces<string>(contentType: "text/html")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Read an assessment as a page");

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
        if (stored is null || !GetAssessment.MaySee(http, stored.TaxAuthority))
            return Problems.NotFound(http, Problems.NoSuchAssessment, preDeclarationId);
        var ruleSet = await ruleSets.OfVersionAsync(database, stored.RuleSetVersion, cancel);
        return TypedResults.Text(
            new AssessmentPage(stored, ruleSet, Language.IsChinese(http)).Write(),
            "text/html",
            Encoding.UTF8
        );
    }
}
