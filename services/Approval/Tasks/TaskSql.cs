using System.Text.Json;
using Dapper;
using Npgsql;
using NpgsqlTypes;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Casework.Tasks;
using RebateFlow.Messaging.Batching;
using RebateFlow.Primitives;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.Approval.Tasks;

/// <summary>The rows of tasks and of doubts that officers raised.</summary>
public static class TaskSql
{
    /// <summary>Tasks, then raised doubts, of <c>@caseId</c>.</summary>
    public const string Query = """
        SELECT task_no, attempt_no, kind, subject, cause, state, opened_at, filed_revision,
            report::text AS report, closed_by, closed_at, reason
        FROM case_task WHERE case_id = @caseId ORDER BY task_no;
        SELECT attempt_no, doubt_no, code, passable_by, place, reason, raised_by, raised_at
        FROM raised_doubt WHERE case_id = @caseId ORDER BY attempt_no, doubt_no
        """;

    private const string Upsert = """
        INSERT INTO case_task (
            case_id, task_no, attempt_no, kind, subject, cause, state, opened_at, filed_revision,
            report, closed_by, closed_at, reason)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        ON CONFLICT (case_id, task_no) DO UPDATE SET
            state = EXCLUDED.state, filed_revision = EXCLUDED.filed_revision,
            report = EXCLUDED.report, closed_by = EXCLUDED.closed_by,
            closed_at = EXCLUDED.closed_at, reason = EXCLUDED.reason
        """;

    private const string AddDoubt = """
        INSERT INTO raised_doubt (
            case_id, attempt_no, doubt_no, code, passable_by, place, reason, raised_by, raised_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """;

    /// <summary>Reads the answers of <see cref="Query"/>.</summary>
    public static async Task<StoredTasks> ReadAsync(SqlMapper.GridReader results)
    {
        var tasks = await results.ReadAsync<TaskRow>();
        return new([.. tasks], [.. await results.ReadAsync<RaisedRow>()]);
    }

    /// <summary>Adds the row of a task as an event leaves it.</summary>
    public static void Add(NpgsqlBatch batch, ApprovalCase some, int taskNo)
    {
        var task = some.Tasks.Single(one => one.TaskNo == taskNo);
        batch.Add(
            Upsert,
            some.CaseId,
            task.TaskNo,
            task.AttemptNo,
            WireCode.Of(task.Kind),
            task.Subject,
            task.Cause,
            WireCode.Of(task.State),
            task.OpenedAt,
            OrNull(task.FiledRevision, NpgsqlDbType.Integer),
            OrNull(
                task.Report is { } report ? JsonSerializer.Serialize(report) : null,
                NpgsqlDbType.Jsonb
            ),
            OrNull(task.ClosedBy, NpgsqlDbType.Text),
            OrNull(task.ClosedAt, NpgsqlDbType.TimestampTz),
            task.Reason
        );
    }

    public static void Add(NpgsqlBatch batch, ApprovalCase some, DoubtRaised raised) =>
        batch.Add(
            AddDoubt,
            some.CaseId,
            raised.AttemptNo,
            raised.DoubtNo,
            raised.Code,
            WireCode.Of(raised.PassableBy),
            raised.Place,
            raised.Reason,
            raised.By.Id,
            raised.At
        );
}

/// <summary>All tasks and raised doubts of a case, those of earlier attempts included.</summary>
public sealed record StoredTasks(IReadOnlyList<TaskRow> Tasks, IReadOnlyList<RaisedRow> Doubts)
{
    public IReadOnlyList<CaseTask> For(int attemptNo) =>
        [.. Tasks.Select(row => row.ToTask()).Where(one => one.HoldsFor(attemptNo))];

    public int Count => Tasks.Count == 0 ? 0 : Tasks.Max(row => row.TaskNo);

    public IReadOnlyList<RaisedDoubt> DoubtsOf(int attemptNo) =>
        [.. Doubts.Where(row => row.AttemptNo == attemptNo).Select(row => row.ToDoubt())];
}

public sealed record TaskRow
{
    public int TaskNo { get; init; }
    public int AttemptNo { get; init; }
    public string Kind { get; init; } = "";
    public string Subject { get; init; } = "";
    public string Cause { get; init; } = "";
    public string State { get; init; } = "";
    public DateTimeOffset OpenedAt { get; init; }
    public int? FiledRevision { get; init; }
    public string? Report { get; init; }
    public string? ClosedBy { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public string Reason { get; init; } = "";

    public CaseTask ToTask() =>
        new()
        {
            TaskNo = TaskNo,
            Kind = WireCode.Read<TaskKind>(Kind),
            Subject = Subject,
            Cause = Cause,
            AttemptNo = AttemptNo,
            OpenedAt = OpenedAt,
            State = WireCode.Read<TaskState>(State),
            FiledRevision = FiledRevision,
            Report = Report is { } text ? JsonSerializer.Deserialize<VisitReport>(text) : null,
            ClosedBy = ClosedBy,
            ClosedAt = ClosedAt,
            Reason = Reason,
        };
}

public sealed record RaisedRow
{
    public int AttemptNo { get; init; }
    public int DoubtNo { get; init; }
    public string Code { get; init; } = "";
    public string PassableBy { get; init; } = "";
    public string Place { get; init; } = "";
    public string Reason { get; init; } = "";
    public string RaisedBy { get; init; } = "";
    public DateTimeOffset RaisedAt { get; init; }

    public RaisedDoubt ToDoubt() =>
        new(
            DoubtNo,
            Code,
            WireCode.Read<PassableBy>(PassableBy),
            Place,
            Reason,
            RaisedBy,
            RaisedAt
        );
}
