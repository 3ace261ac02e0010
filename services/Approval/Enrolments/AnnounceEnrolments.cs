using System.Diagnostics;
using Npgsql;
using RebateFlow.Contracts;
using RebateFlow.Contracts.Approval;
using RebateFlow.Messaging.Outbox;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Enrolments;

/// <summary>
/// Announces every enrolment with days to go once more, for a listener that is new or has lost what
/// it knew. An operator gives the word when that listener's queue is there:
/// <c>./run messages announce</c>.
/// </summary>
/// <remarks>
/// Each is said under the version that it was said under before, so whoever knows it changes
/// nothing. One that has run out is left out: all that follows from its end was done when it ended.
/// Pages commit one by one; given twice, or broken off and given again, the word does no harm.
/// </remarks>
public static class AnnounceEnrolments
{
    private const int PageSize = 500;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/green-channel/enrolments/announcement", HandleAsync)
            .RequireAuthorization(Roles.Operator)
            .Produces<Result>();

    /// <param name="Announced">Enterprises whose enrolment was announced.</param>
    public sealed record Result(int Announced);

    private static async Task<IResult> HandleAsync(
        NpgsqlDataSource database,
        Outbox outbox,
        AuthorityClock zone,
        CancellationToken cancel
    )
    {
        var announced = 0;
        await using var connection = await database.OpenConnectionAsync(cancel);
        for (var after = ""; ; )
        {
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            var page = await AnnouncementSql.PageAsync(transaction, after, zone.Today, PageSize);
            if (page.Count == 0)
                return TypedResults.Ok(new Result(announced));
            await using var batch = new NpgsqlBatch(connection, transaction);
            var trace = Activity.Current?.Id;
            outbox.AddAll(
                batch,
                [.. page.Select(one => new Outgoing<GreenChannelEnrolmentChanged>(one, trace))],
                Lanes.Ordinary
            );
            await batch.ExecuteNonQueryAsync(cancel);
            await outbox.CommitAsync(transaction, cancel);
            announced += page.Count;
            after = page[^1].Uscc;
        }
    }
}
