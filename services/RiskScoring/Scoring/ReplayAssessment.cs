using System.Security.Cryptography;
using Npgsql;
using RebateFlow.Messaging;
using RebateFlow.RiskScoring.Rules.RuleSets;
using RebateFlow.RiskScoring.Rules.Scores;
using RebateFlow.RiskScoring.RuleSets;

namespace RebateFlow.RiskScoring.Scoring;

/// <summary>
/// Scores stored facts again by the rule set of that time and compares byte by byte.
/// </summary>
/// <remarks>
/// Nothing is stored and nobody is told. A difference means that the code of a rule has changed
/// since. Errors: RBF-2020 (404).
/// </remarks>
public static class ReplayAssessment
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/assessments/{id:guid}/replay", HandleAsync)
            .RequireAuthorization(RiskReaders.Policy)
            .Produces<Replay>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Score stored facts again");

    /// <param name="IsSame">Whether the bytes are the same.</param>
    /// <param name="RuleSetVersion">The rule set that was used both times.</param>
    /// <param name="StoredScore">Score as stored, 0 to 100.</param>
    /// <param name="ReplayedScore">Score as replayed, 0 to 100.</param>
    /// <param name="StoredSha256">SHA-256 of the stored result, hexadecimal.</param>
    /// <param name="ReplayedSha256">SHA-256 of the replayed result, hexadecimal.</param>
    /// <param name="DifferingRules">Rules whose results differ, in catalogue order.</param>
    public sealed record Replay(
        bool IsSame,
        string RuleSetVersion,
        int StoredScore,
        int ReplayedScore,
        string StoredSha256,
        string ReplayedSha256,
        IReadOnlyList<string> DifferingRules
    );

    private static async Task<IResult> HandleAsync(
        Guid id,
        HttpContext http,
        NpgsqlDataSource database,
        CancellationToken cancel
    )
    {
        var stored = await AssessmentSql.FindAsync(database, id, cancel);
        if (stored is null || !GetAssessment.MaySee(http, stored.TaxAuthority))
            return Problems.NotFound(http, Problems.NoSuchAssessment, id);

        var document =
            await RuleSetSql.FindDocumentAsync(database, stored.RuleSetVersion, cancel)
            ?? throw new InvalidOperationException(
                $"Rule set {stored.RuleSetVersion} of a stored assessment is missing."
            );
        var replayed = Assessment.Replay(
            stored.Content,
            stored.Background,
            RuleSetReader.ReadStored(document)
        );
        return TypedResults.Ok(Compare(Payload.Decompress(stored.Result), replayed));
    }

    private static Replay Compare(byte[] storedBytes, RiskScore replayed)
    {
        var stored = RiskScore.FromBytes(storedBytes);
        var replayedBytes = replayed.ToBytes();
        return new Replay(
            storedBytes.AsSpan().SequenceEqual(replayedBytes),
            stored.RuleSetVersion,
            stored.Score,
            replayed.Score,
            Convert.ToHexStringLower(SHA256.HashData(storedBytes)),
            Convert.ToHexStringLower(SHA256.HashData(replayedBytes)),
            [
                .. stored
                    .Results.Except(replayed.Results)
                    .Concat(replayed.Results.Except(stored.Results))
                    .Select(result => result.RuleId)
                    .Distinct()
                    .Order(StringComparer.Ordinal),
            ]
        );
    }
}
