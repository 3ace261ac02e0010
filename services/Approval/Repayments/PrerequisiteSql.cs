using Dapper;
using Npgsql;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Messaging.Batching;

namespace RebateFlow.Approval.Repayments;

/// <summary>What cases stand on, and whether that is decided as it must be.</summary>
public static class PrerequisiteSql
{
    private const string Insert = """
        INSERT INTO case_prerequisite (
            case_id, attempt_no, pre_declaration_id, of_attempt_no, granted_cny, taken_back_cny)
        VALUES ($1, $2, $3, $4, $5, $6)
        """;

    private const string OfAttemptQuery = """
        SELECT pre_declaration_id, of_attempt_no AS attempt_no, granted_cny, taken_back_cny
        FROM case_prerequisite WHERE case_id = @caseId AND attempt_no = @attemptNo
        """;

    /// <summary>Of the attempt that <c>@caseId</c> is about now.</summary>
    public const string OfCaseQuery = """
        SELECT p.pre_declaration_id, p.of_attempt_no AS attempt_no, p.granted_cny,
            p.taken_back_cny
        FROM approval_case c
        JOIN case_prerequisite p ON p.case_id = c.case_id AND p.attempt_no = c.attempt_no
        WHERE c.case_id = @caseId
        """;

    private const string HasAccountQuery =
        "SELECT EXISTS (SELECT FROM repayment_account WHERE uscc = @uscc)";

    // Held, so that no amount of an original is released while what it granted is taken back.
    private const string LockQuery = """
        SELECT FROM approval_case WHERE pre_declaration_id = ANY(@ids) ORDER BY case_id FOR SHARE
        """;

    private const string StateQuery = """
        SELECT c.pre_declaration_id, c.case_id, c.period, c.batch_no, c.attempt_no,
            c.state = 'APPROVED' AS is_approved,
            coalesce(c.approved_rebate_cny, 0) - coalesce((
                SELECT sum(r.amount_cny - r.withdrawn_cny) FROM repayment_claim r
                WHERE r.case_id = c.case_id AND r.kind = 'RECOVERY'), 0) AS granted_cny,
            EXISTS (
                SELECT FROM case_hold h
                WHERE h.case_id = c.case_id AND h.scope = 'AMOUNT' AND h.released_at IS NULL)
            OR EXISTS (
                SELECT FROM case_letter l
                WHERE l.case_id = c.case_id AND l.reply IS NULL) AS is_withheld
        FROM approval_case c WHERE c.pre_declaration_id = ANY(@ids)
        """;

    private const string Forget =
        "DELETE FROM case_prerequisite WHERE case_id = $1 AND attempt_no = $2";

    /// <summary>Adds what an attempt brings.</summary>
    public static void Add(
        NpgsqlBatch batch,
        Guid caseId,
        int attemptNo,
        IReadOnlyList<CasePrerequisite>? prerequisites
    )
    {
        foreach (var one in prerequisites ?? [])
            batch.Add(
                Insert,
                caseId,
                attemptNo,
                one.PreDeclarationId,
                one.AttemptNo,
                Statements.OrNull(one.GrantedCny, NpgsqlTypes.NpgsqlDbType.Numeric),
                one.TakenBackCny
            );
    }

    /// <summary>Puts what an attempt stands on after another check in the place of it.</summary>
    public static void Replace(
        NpgsqlBatch batch,
        Guid caseId,
        int attemptNo,
        IReadOnlyList<CasePrerequisite>? prerequisites
    )
    {
        batch.Add(Forget, caseId, attemptNo);
        Add(batch, caseId, attemptNo, prerequisites);
    }

    /// <summary>
    /// What an attempt stands on, and whether its exporter has an account: one round trip, since
    /// nearly every decision finds neither.
    /// </summary>
    public static async Task<(List<PrerequisiteRow> Prerequisites, bool HasAccount)> ReadAsync(
        NpgsqlTransaction transaction,
        ApprovalCase some
    )
    {
        await using var results = await transaction.Connection!.QueryMultipleAsync(
            $"{OfAttemptQuery}; {HasAccountQuery}",
            new
            {
                caseId = some.CaseId,
                attemptNo = some.AttemptNo,
                uscc = some.Filing.Uscc,
            },
            transaction
        );
        var prerequisites = (await results.ReadAsync<PrerequisiteRow>()).AsList();
        return (prerequisites, await results.ReadSingleAsync<bool>());
    }

    /// <summary>Whether something that an attempt stands on bars its approval.</summary>
    public static async Task<bool> IsBarredAsync(
        NpgsqlTransaction transaction,
        List<PrerequisiteRow> wanted
    )
    {
        var connection = transaction.Connection!;
        var ids = wanted.Select(one => one.PreDeclarationId).ToArray();
        await connection.ExecuteAsync(LockQuery, new { ids }, transaction);
        var states = (
            await connection.QueryAsync<StateRow>(StateQuery, new { ids }, transaction)
        ).ToDictionary(row => row.PreDeclarationId, row => row.ToState());
        return !wanted.TrueForAll(one =>
            one.ToPrerequisite()
                .IsMetBy(states.GetValueOrDefault(one.PreDeclarationId, PrerequisiteState.Unknown))
        );
    }

    /// <summary>What an attempt stands on, for whoever reads the case.</summary>
    public static async Task<IReadOnlyList<ViewedPrerequisite>> ListAsync(
        NpgsqlConnection connection,
        IReadOnlyList<PrerequisiteRow> wanted
    )
    {
        if (wanted.Count == 0)
            return [];
        var ids = wanted.Select(one => one.PreDeclarationId).ToArray();
        var states = (await connection.QueryAsync<StateRow>(StateQuery, new { ids })).ToDictionary(
            row => row.PreDeclarationId
        );
        return
        [
            .. wanted.Select(one =>
            {
                var found = states.GetValueOrDefault(one.PreDeclarationId);
                return new ViewedPrerequisite(
                    one.PreDeclarationId,
                    found?.CaseId,
                    found is null ? "" : $"{found.Period}-{found.BatchNo}",
                    found is not null && one.ToPrerequisite().IsMetBy(found.ToState()),
                    one.TakenBackCny
                );
            }),
        ];
    }

    private sealed record StateRow
    {
        public Guid PreDeclarationId { get; init; }
        public Guid CaseId { get; init; }
        public string Period { get; init; } = "";
        public int BatchNo { get; init; }
        public int AttemptNo { get; init; }
        public bool IsApproved { get; init; }
        public decimal GrantedCny { get; init; }
        public bool IsWithheld { get; init; }

        public PrerequisiteState ToState() => new(AttemptNo, IsApproved, GrantedCny, IsWithheld);
    }
}

/// <summary>A row of <c>case_prerequisite</c>.</summary>
public sealed record PrerequisiteRow
{
    public Guid PreDeclarationId { get; init; }
    public int AttemptNo { get; init; }
    public decimal? GrantedCny { get; init; }
    public decimal TakenBackCny { get; init; }

    public CasePrerequisite ToPrerequisite() =>
        new(PreDeclarationId, AttemptNo, GrantedCny, TakenBackCny);
}

/// <summary>What a case stands on, and whether it is approved as it must be.</summary>
public sealed record ViewedPrerequisite(
    Guid PreDeclarationId,
    Guid? CaseId,
    string Label,
    bool IsMet,
    decimal TakenBackCny
);
