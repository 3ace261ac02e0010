using System.Security.Cryptography;
using Npgsql;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Checks;

/// <summary>
/// The random sample of a day: on the day itself only a commitment to its secret seed; from the
/// next day on the seed and every draw, so that anybody can repeat them.
/// </summary>
/// <remarks>
/// A draw is the first eight bytes of HMAC-SHA256 over the pre-declaration's id under the seed, as
/// a share of 2^64. Errors: RBF-3053 nothing was drawn on that day (404).
/// </remarks>
public static class ReadSample
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/green-channel/samples/{day}", DayAsync)
            .RequireAuthorization(Roles.AnyAuthority)
            .Produces<Sample>();

    /// <param name="Commitment">SHA-256 of the seed, hex; fixed since the first draw.</param>
    /// <param name="Seed">32 bytes, hex; null until the next day.</param>
    /// <param name="Draws">The 10,000 lowest draws; empty until the next day.</param>
    public sealed record Sample(
        DateOnly Day,
        string Commitment,
        string? Seed,
        IReadOnlyList<Draw> Draws
    );

    /// <param name="Percent">0 to below 100, six decimals.</param>
    /// <param name="Before">Drawn for a check before the decision, now or by a former
    /// attempt.</param>
    /// <param name="After">Drawn for a check after the decision.</param>
    public sealed record Draw(
        Guid PreDeclarationId,
        Guid CaseId,
        string Percent,
        bool Before,
        bool After,
        string PolicyVersion
    );

    private static async Task<IResult> DayAsync(
        DateOnly day,
        HttpContext http,
        NpgsqlDataSource database,
        AuthorityClock zone
    )
    {
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        if (await CaseCheckSql.SeedAsync(connection, day) is not { } seed)
            return Problems.Of(http, Problems.NoSuchSample);
        var isOver = day < zone.Today;
        var draws = isOver
            ? await CaseCheckSql.DrawsAsync(connection, day, http.User.TaxAuthority())
            : [];
        return TypedResults.Ok(
            new Sample(
                day,
                Convert.ToHexStringLower(SHA256.HashData(seed)),
                isOver ? Convert.ToHexStringLower(seed) : null,
                [
                    .. draws.Select(row => new Draw(
                        row.PreDeclarationId,
                        row.CaseId,
                        row.DrawPercent.ToString(
                            "0.000000",
                            System.Globalization.CultureInfo.InvariantCulture
                        ),
                        row.SampleDrawn,
                        row.LaterCheck,
                        row.PolicyVersion
                    )),
                ]
            )
        );
    }
}
