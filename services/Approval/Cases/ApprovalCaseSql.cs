using Dapper;
using Npgsql;
using NpgsqlTypes;
using RebateFlow.Approval.Audit;
using RebateFlow.Approval.Casework.Audit;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Reading;
using RebateFlow.Messaging.Batching;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Cases;

/// <summary>Loads a case for an action, locked, and saves what came of it.</summary>
public static class ApprovalCaseSql
{
    private const string Query = """
        SELECT case_id, pre_declaration_id, version, attempt_no, lane, state, post, route,
            claimed_by, lease_until, proposal_decision, proposal_by, proposal_reason,
            channel, tax_authority, rebate_due_cny, approved_rebate_cny, proposal_amount_cny,
            clock_started_on, legal_days, due_days, goal_days, sample_drawn,
            doubt_count, gravest_doubt_level, audit_count, audit_head,
            (SELECT trace_parent FROM case_attempt a
             WHERE a.case_id = c.case_id AND a.attempt_no = c.attempt_no) AS trace_parent
        FROM approval_case c WHERE case_id = @caseId FOR UPDATE
        """;

    private const string ActorsQuery = """
        SELECT officer, post FROM case_actor WHERE case_id = @caseId
        """;

    private const string ContentQuery = """
        SELECT content FROM case_attempt WHERE case_id = @caseId AND attempt_no = @attemptNo
        """;

    private const string PassesQuery = """
        SELECT doubt_no FROM doubt_pass WHERE case_id = @caseId AND attempt_no = @attemptNo
        """;

    private const string FindQuery = """
        SELECT case_id FROM approval_case WHERE pre_declaration_id = @preDeclarationId
        """;

    private const string Save = """
        UPDATE approval_case SET
            version = $2, state = $3, post = $4, route = $5, claimed_by = $6, lease_until = $7,
            proposal_decision = $8, proposal_by = $9, proposal_reason = $10,
            changed_at = $11, audit_count = $12, audit_head = $13, proposal_amount_cny = $14,
            state_since = CASE WHEN state <> $3 OR claimed_by IS DISTINCT FROM $6
                THEN $11 ELSE state_since END
        WHERE case_id = $1
        """;

    private const string SaveDecision = """
        UPDATE approval_case SET
            decision = $2, decision_reason = $3, decided_by = $4, decided_at = $5,
            approved_rebate_cny = $6
        WHERE case_id = $1
        """;

    private const string SaveLaterApproval = """
        UPDATE approval_case SET approved_rebate_cny = $2 WHERE case_id = $1
        """;

    private const string AddActor = """
        INSERT INTO case_actor (case_id, officer, post) VALUES ($1, $2, $3)
        """;

    /// <returns>
    /// Null when there is no such case. The row stays locked until the transaction ends.
    /// </returns>
    public static async Task<StoredCase?> LoadAsync(
        NpgsqlTransaction transaction,
        Guid caseId,
        CancellationToken cancel
    )
    {
        var connection = transaction.Connection!;
        var row = await connection.QuerySingleOrDefaultAsync<Row>(
            new CommandDefinition(Query, new { caseId }, transaction, cancellationToken: cancel)
        );
        if (row is null)
            return null;
        var actors = await connection.QueryAsync<(string Officer, string Post)>(
            ActorsQuery,
            new { caseId }
        );
        var withheld = await WithholdingSql.ListAsync(connection, caseId);
        var doubts = await DoubtsAsync(connection, row);
        return row.ToCase(
            actors.ToDictionary(a => a.Officer, a => Codes.Read<Post>(a.Post)),
            doubts,
            withheld
        );
    }

    public static Task<Guid?> FindAsync(NpgsqlTransaction transaction, Guid preDeclarationId) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<Guid?>(
            FindQuery,
            new { preDeclarationId },
            transaction
        );

    public static void AddSave(NpgsqlBatch batch, CaseChange change, AuditTrail trail)
    {
        var after = change.After;
        batch.Add(
            Save,
            after.CaseId,
            after.Version + 1,
            Codes.Of(after.State),
            Codes.Of(after.Post),
            after.Route.Select(Codes.Of).ToArray(),
            Statements.OrNull(after.ClaimedBy, NpgsqlDbType.Text),
            Statements.OrNull(after.LeaseUntil, NpgsqlDbType.TimestampTz),
            Statements.OrNull(
                after.Proposal is { } proposal ? Codes.Of(proposal.Decision) : null,
                NpgsqlDbType.Text
            ),
            Statements.OrNull(after.Proposal?.By, NpgsqlDbType.Text),
            Statements.OrNull(after.Proposal?.Reason, NpgsqlDbType.Text),
            change.At,
            trail.Head.EntryNo,
            trail.Head.Hash,
            Statements.OrNull(after.Proposal?.AmountCny, NpgsqlDbType.Numeric)
        );
        if (change.IsLaterApproval)
            batch.Add(SaveLaterApproval, after.CaseId, after.ApprovedCny);
        else if (change.IsOutcome)
            batch.Add(
                SaveDecision,
                after.CaseId,
                Codes.Of(after.State),
                change.Reason,
                change.Actor.Id,
                change.At,
                after.ApprovedCny
            );
        foreach (var (officer, post) in after.Actors)
            if (!change.Before.Case.Actors.ContainsKey(officer))
                batch.Add(AddActor, after.CaseId, officer, Codes.Of(post));
        AuditSql.Add(batch, trail);
    }

    private static async Task<IReadOnlyList<OpenDoubt>> DoubtsAsync(
        NpgsqlConnection connection,
        Row row
    )
    {
        if (!OpenDoubts.MayHave(row.DoubtCount, row.GravestDoubtLevel))
            return [];
        var key = new { caseId = row.CaseId, attemptNo = row.AttemptNo };
        var content = await connection.QuerySingleAsync<byte[]>(ContentQuery, key);
        var passed = (await connection.QueryAsync<int>(PassesQuery, key)).ToHashSet();
        return [.. OpenDoubts.In(content).Where(doubt => !passed.Contains(doubt.DoubtNo))];
    }

    private sealed record Row
    {
        public Guid CaseId { get; init; }
        public Guid PreDeclarationId { get; init; }
        public long Version { get; init; }
        public int AttemptNo { get; init; }
        public string Lane { get; init; } = "";
        public string State { get; init; } = "";
        public string Post { get; init; } = "";
        public string[] Route { get; init; } = [];
        public string? ClaimedBy { get; init; }
        public DateTimeOffset? LeaseUntil { get; init; }
        public string? ProposalDecision { get; init; }
        public string? ProposalBy { get; init; }
        public string? ProposalReason { get; init; }
        public string Channel { get; init; } = "";
        public string TaxAuthority { get; init; } = "";
        public decimal RebateDueCny { get; init; }
        public decimal? ApprovedRebateCny { get; init; }
        public decimal? ProposalAmountCny { get; init; }
        public DateOnly ClockStartedOn { get; init; }
        public int LegalDays { get; init; }
        public int DueDays { get; init; }
        public int GoalDays { get; init; }
        public bool SampleDrawn { get; init; }
        public int DoubtCount { get; init; }
        public string GravestDoubtLevel { get; init; } = "";
        public int AuditCount { get; init; }
        public byte[] AuditHead { get; init; } = [];
        public string? TraceParent { get; init; }

        public StoredCase ToCase(
            Dictionary<string, Post> actors,
            IReadOnlyList<OpenDoubt> doubts,
            StoredWithholding withheld
        ) =>
            new()
            {
                Case = new()
                {
                    CaseId = CaseId,
                    Version = Version,
                    AttemptNo = AttemptNo,
                    State = Codes.Read<CaseState>(State),
                    Post = Codes.Read<Post>(Post),
                    Route = [.. Route.Select(Codes.Read<Post>)],
                    ClaimedBy = ClaimedBy,
                    LeaseUntil = LeaseUntil,
                    Proposal = ProposalDecision is { } decision
                        ? new(
                            Codes.Read<Decision>(decision),
                            ProposalBy!,
                            ProposalReason ?? "",
                            ProposalAmountCny
                        )
                        : null,
                    RebateDueCny = RebateDueCny,
                    ApprovedCny = ApprovedRebateCny ?? 0m,
                    RefusedCny = withheld.RefusedCny(AttemptNo),
                    Holds = withheld.OpenHolds,
                    Letters = withheld.OpenLetters,
                    HoldCount = withheld.Holds.Count,
                    LetterCount = withheld.Letters.Count,
                    Actors = actors,
                    OpenDoubts = doubts,
                },
                PreDeclarationId = PreDeclarationId,
                Lane = Lane,
                Channel = Channel,
                TaxAuthority = TaxAuthority,
                ClockStartedOn = ClockStartedOn,
                Limits = new(LegalDays, DueDays, GoalDays),
                SampleDrawn = SampleDrawn,
                AuditHead = new(AuditCount, AuditHead),
                TraceParent = TraceParent,
            };
    }
}
