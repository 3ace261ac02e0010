using Npgsql;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Messaging.Batching;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Cases;

public static class DoubtPassSql
{
    private const string AddPass = """
        INSERT INTO doubt_pass (
            case_id, attempt_no, doubt_no, code, passed_by, post, reason, passed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """;

    public static void Add(NpgsqlBatch batch, CaseChange change, OpenDoubt doubt) =>
        batch.Add(
            AddPass,
            change.After.CaseId,
            change.After.AttemptNo,
            doubt.DoubtNo,
            doubt.Code,
            change.Actor.Id,
            Codes.Of(change.Before.Case.Post),
            change.Reason,
            change.At
        );
}
