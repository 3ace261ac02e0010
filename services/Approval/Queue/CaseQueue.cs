using Npgsql;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Officers;
using RebateFlow.Approval.Policies;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Queue;

/// <summary>Reads the queue of an authority with the calendar of the day.</summary>
public sealed class CaseQueue(
    NpgsqlDataSource database,
    ReferenceCache references,
    OfficerRegister register,
    AuthorityClock zone
)
{
    public AuthorityClock Zone => zone;

    /// <summary>Notes that the officer is here.</summary>
    public Task EnterAsync(Officer officer, CancellationToken cancel) =>
        register.EnterAsync(officer, cancel);

    public CaseFilterReader ReaderFor(Officer officer) => new(officer, zone.Now, zone.Today);

    public async Task<(IReadOnlyList<QueueRow> Rows, Reference Reference)> ListAsync(
        QueueFilter filter,
        QueuePage page,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var reference = await references.NewestAsync(connection);
        return (await CaseQueueSql.ListAsync(connection, filter, page), reference);
    }

    public async Task<(IReadOnlyList<CountRow> Rows, DueBuckets Buckets)> CountAsync(
        QueueFilter filter,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var reference = await references.NewestAsync(connection);
        var buckets = DueBuckets.Of(reference.Calendar, filter.Today);
        return (await CaseQueueSql.CountAsync(connection, filter, buckets.Bounds), buckets);
    }

    public static IResult Refuse(HttpContext http, IReadOnlyList<FieldError> errors) =>
        Problem.Of(
            http,
            Problems.QueryWrong,
            "请检查查询参数",
            "Check the query parameters",
            errors
        );
}
