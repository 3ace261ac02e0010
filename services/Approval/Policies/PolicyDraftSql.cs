using Dapper;
using Npgsql;
using RebateFlow.Approval.Casework.Enrolments;
using RebateFlow.Approval.Casework.Policies;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Policies;

public static class PolicyDraftSql
{
    private const string Columns = """
        SELECT draft_id AS id, version, kind, state, body, drafted_by, drafted_at, simulation,
            simulated_by, simulated_at, approved_by, approved_at, closed_by, closed_at
        FROM policy_draft
        """;

    private const string LoadQuery = $"{Columns} WHERE draft_id = @id FOR UPDATE";

    private const string OneQuery = $"{Columns} WHERE draft_id = @id";

    private const string ListQuery = $"""
        {Columns} WHERE @state::text IS NULL OR state = @state
        ORDER BY drafted_at DESC, draft_id DESC LIMIT 200
        """;

    private const string Upsert = """
        INSERT INTO policy_draft (
            draft_id, version, kind, state, name, valid_from, body, drafted_by, drafted_at,
            simulation, simulated_by, simulated_at, approved_by, approved_at, closed_by, closed_at)
        VALUES (
            @Id, @Version, @kind, @state, @name, @validFrom, @Body, @draftedBy, @draftedAt,
            @Simulation, @simulatedBy, @simulatedAt, @approvedBy, @approvedAt, @closedBy, @closedAt)
        ON CONFLICT (draft_id) DO UPDATE SET
            version = EXCLUDED.version, state = EXCLUDED.state, simulation = EXCLUDED.simulation,
            simulated_by = EXCLUDED.simulated_by, simulated_at = EXCLUDED.simulated_at,
            approved_by = EXCLUDED.approved_by, approved_at = EXCLUDED.approved_at,
            closed_by = EXCLUDED.closed_by, closed_at = EXCLUDED.closed_at
        """;

    /// <returns>Null when there is none. The row stays locked until the transaction ends.</returns>
    public static async Task<PolicyDraft?> LoadAsync(NpgsqlTransaction transaction, Guid id) =>
        (
            await transaction.Connection!.QuerySingleOrDefaultAsync<Row>(
                LoadQuery,
                new { id },
                transaction
            )
        )?.ToDraft();

    public static async Task<PolicyDraft?> FindAsync(NpgsqlConnection connection, Guid id) =>
        (await connection.QuerySingleOrDefaultAsync<Row>(OneQuery, new { id }))?.ToDraft();

    /// <summary>The newest drafts, at most 200.</summary>
    public static async Task<IReadOnlyList<PolicyDraft>> ListAsync(
        NpgsqlConnection connection,
        string? state
    ) =>
        [
            .. (await connection.QueryAsync<Row>(ListQuery, new { state })).Select(row =>
                row.ToDraft()
            ),
        ];

    public static Task SaveAsync(NpgsqlTransaction transaction, PolicyDraft draft)
    {
        var policy = draft.Policy;
        return transaction.Connection!.ExecuteAsync(
            Upsert,
            new
            {
                draft.Id,
                draft.Version,
                kind = WireCode.Of(draft.Kind),
                state = WireCode.Of(draft.State),
                name = policy.Version,
                validFrom = policy.ValidFrom,
                draft.Body,
                draftedBy = draft.Drafted.Person,
                draftedAt = draft.Drafted.At,
                draft.Simulation,
                simulatedBy = draft.Simulated?.Person,
                simulatedAt = draft.Simulated?.At,
                approvedBy = draft.Approved?.Person,
                approvedAt = draft.Approved?.At,
                closedBy = draft.Closed?.Person,
                closedAt = draft.Closed?.At,
            },
            transaction
        );
    }

    private sealed record Row
    {
        public Guid Id { get; init; }
        public long Version { get; init; }
        public string Kind { get; init; } = "";
        public string State { get; init; } = "";
        public string Body { get; init; } = "";
        public string DraftedBy { get; init; } = "";
        public DateTimeOffset DraftedAt { get; init; }
        public string? Simulation { get; init; }
        public string? SimulatedBy { get; init; }
        public DateTimeOffset? SimulatedAt { get; init; }
        public string? ApprovedBy { get; init; }
        public DateTimeOffset? ApprovedAt { get; init; }
        public string? ClosedBy { get; init; }
        public DateTimeOffset? ClosedAt { get; init; }

        public PolicyDraft ToDraft() =>
            new()
            {
                Id = Id,
                Version = Version,
                Kind = WireCode.Read<PolicyKind>(Kind),
                State = WireCode.Read<PolicyDraftState>(State),
                Body = Body,
                Drafted = new(DraftedBy, DraftedAt),
                Simulation = Simulation,
                Simulated = Of(SimulatedBy, SimulatedAt),
                Approved = Of(ApprovedBy, ApprovedAt),
                Closed = Of(ClosedBy, ClosedAt),
            };

        private static Signature? Of(string? person, DateTimeOffset? at) =>
            person is null ? null : new(person, at!.Value);
    }
}
