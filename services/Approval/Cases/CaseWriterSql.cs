using Npgsql;
using NpgsqlTypes;
using RebateFlow.Approval.Casework.Audit;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Casework.Tasks;
using RebateFlow.Approval.Repayments;
using RebateFlow.Approval.Tasks;
using RebateFlow.Messaging.Batching;
using RebateFlow.Primitives;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.Approval.Cases;

/// <summary>The rows that events make.</summary>
public static class CaseWriterSql
{
    private static readonly string[] Names =
    [
        "case_id",
        .. CaseColumns.All.Select(column => column.Name),
        "audit_count",
        "audit_head",
    ];

    private static readonly string into = $"INSERT INTO approval_case ({string.Join(", ", Names)})";

    private static readonly RowInsert insert = new(into, Names.Length);

    private static readonly RowInsert reopen = new(
        into,
        Names.Length,
        $"""
        ON CONFLICT (case_id) DO UPDATE SET
        {string.Join(", ", Names.Skip(1).Select(name => $"{name} = EXCLUDED.{name}"))}
        """
    );

    private static readonly string update = $"""
        UPDATE approval_case SET audit_count = $2, audit_head = $3,
        {string.Join(", ", CaseColumns.OfWork.Select((one, i) => $"{one.Name} = ${i + 4}"))}
        WHERE case_id = $1
        """;

    // What is beside the case leaves its row alone but for the end of the trail.
    private const string Seal = """
        UPDATE approval_case SET audit_count = $2, audit_head = $3 WHERE case_id = $1
        """;

    private const string AddActor = """
        INSERT INTO case_actor (case_id, officer, post) VALUES ($1, $2, $3)
        ON CONFLICT DO NOTHING
        """;

    private const string AddPass = """
        INSERT INTO doubt_pass (
            case_id, attempt_no, doubt_no, code, passed_by, post, reason, passed_at, check_no)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """;

    // A doubt that stands as it was stays passed, under its number in the new check.
    private const string KeepPasses = """
        INSERT INTO doubt_pass (
            case_id, attempt_no, check_no, doubt_no, code, passed_by, post, reason, passed_at)
        SELECT p.case_id, p.attempt_no, $3, k.new_no, p.code, p.passed_by, p.post, p.reason,
            p.passed_at
        FROM unnest($4, $5) AS k (old_no, new_no)
        JOIN doubt_pass p ON p.case_id = $1 AND p.attempt_no = $2 AND p.doubt_no = k.old_no
            AND p.check_no = (
                SELECT max(check_no) FROM doubt_pass
                WHERE case_id = $1 AND attempt_no = $2 AND check_no < $3)
        """;

    /// <summary>Adds the rows of cases, each with the end of its trail.</summary>
    public static void AddRows(
        NpgsqlBatch batch,
        IReadOnlyList<(CaseChange Change, ChainHead Head)> changes
    )
    {
        insert.Add(batch, RowsOf<CaseOpened>(changes));
        reopen.Add(batch, RowsOf<CaseReopened>(changes));
        reopen.Add(batch, RowsOf<CaseRechecked>(changes));
        foreach (var (change, head) in changes)
        {
            var id = Value(change.After.CaseId);
            if (change.Events.All(happened => happened is Aside))
                batch.Add(Seal, id, Value(head.EntryNo), Value(head.Hash));
            else if (change.Events[0] is not (AttemptOpened or CaseRechecked))
                batch.Add(
                    update,
                    [
                        id,
                        Value(head.EntryNo),
                        Value(head.Hash),
                        .. CaseColumns.OfWork.Select(column => ParameterOf(column, change.After)),
                    ]
                );
        }
    }

    /// <summary>Adds the rows that an event makes beside that of the case.</summary>
    public static void AddBeside(NpgsqlBatch batch, ApprovalCase some, CaseEvent happened)
    {
        if (happened is OfficerAct act)
            batch.Add(AddActor, some.CaseId, act.By.Id, WireCode.Of(act.By.Post!.Value));
        if (happened is AttemptOpened opened)
            PrerequisiteSql.Add(
                batch,
                some.CaseId,
                opened.Attempt.AttemptNo,
                opened.Attempt.Prerequisites
            );
        // What was approved stands on what it stood on then.
        if (happened is CaseRechecked anew && some.State != CaseState.Approved)
            PrerequisiteSql.Replace(batch, some.CaseId, some.AttemptNo, anew.Check.Prerequisites);
        switch (happened)
        {
            case DoubtPassed passed:
                AddPassed(batch, some, passed);
                break;
            case CaseRechecked { Check.Passes.Count: > 0 } rechecked:
                AddKept(batch, some, rechecked);
                break;
            case CaseReopened { Attempt.ClockResumedOn: { } day }:
                ClockStopSql.AddResume(batch, some.CaseId, StopReason.Return, 0, day);
                break;
            case Returned returned:
                ClockStopSql.AddStop(batch, some.CaseId, StopReason.Return, 0, returned.On);
                break;
            case HoldPlaced or ReleaseProposed or HoldReleased:
                WithholdingSql.AddHold(batch, some.CaseId, (OfficerAct)happened);
                break;
            case LetterSent or LetterExtended or ReplyProposed or LetterAnswered:
                WithholdingSql.AddLetter(batch, some.CaseId, (OfficerAct)happened);
                break;
            case TaskOpened or TaskWithdrawn or SelfInspectionReceived or TaskStep:
                TaskSql.Add(batch, some, TaskNoOf(happened));
                break;
            case DoubtRaised raised:
                TaskSql.Add(batch, some, raised);
                break;
            case CheckEvent check:
                CheckRowSql.Add(batch, some, check);
                break;
            case AlarmRaised alarm:
                AlarmRowSql.Add(batch, some, alarm);
                break;
        }
    }

    private static int TaskNoOf(CaseEvent happened) =>
        happened switch
        {
            TaskOpened opened => opened.TaskNo,
            TaskWithdrawn withdrawn => withdrawn.TaskNo,
            SelfInspectionReceived received => received.TaskNo,
            TaskStep step => step.TaskNo,
            _ => throw new ArgumentException(happened.GetType().Name),
        };

    private static void AddPassed(NpgsqlBatch batch, ApprovalCase some, DoubtPassed passed) =>
        batch.Add(
            AddPass,
            some.CaseId,
            passed.AttemptNo,
            passed.DoubtNo,
            passed.Code,
            passed.By.Id,
            WireCode.Of(passed.By.Post!.Value),
            passed.Reason,
            passed.At,
            some.CheckNo
        );

    private static void AddKept(NpgsqlBatch batch, ApprovalCase some, CaseRechecked rechecked) =>
        batch.Add(
            KeepPasses,
            some.CaseId,
            rechecked.AttemptNo,
            rechecked.Check.CheckNo,
            rechecked.Check.Passes.Select(pass => pass.From).ToArray(),
            rechecked.Check.Passes.Select(pass => pass.To).ToArray()
        );

    private static List<NpgsqlParameter[]> RowsOf<T>(
        IReadOnlyList<(CaseChange Change, ChainHead Head)> changes
    )
        where T : CaseEvent =>
        [
            .. from one in changes
            where one.Change.Events[0] is T
            select (NpgsqlParameter[])
                [
                    Value(one.Change.After.CaseId),
                    .. CaseColumns.All.Select(column => ParameterOf(column, one.Change.After)),
                    Value(one.Head.EntryNo),
                    Value(one.Head.Hash),
                ],
        ];

    private static NpgsqlParameter ParameterOf(CaseColumn column, ApprovalCase some) =>
        column.Value(some) is { } value
            ? Statements.ParameterOf(value)
            : OrNull(null, TypeOf(column.Type));

    private static NpgsqlDbType TypeOf(Type type) =>
        type == typeof(string) ? NpgsqlDbType.Text
        : type == typeof(DateTimeOffset?) ? NpgsqlDbType.TimestampTz
        : type == typeof(decimal?) ? NpgsqlDbType.Numeric
        : type == typeof(int?) ? NpgsqlDbType.Integer
        : throw new ArgumentException($"{type.Name} is never null.");
}
