using Dapper;
using Npgsql;
using NpgsqlTypes;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Messaging.Batching;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Cases;

/// <summary>Holds and letters: what the state machine did about them, row by row.</summary>
public static class WithholdingSql
{
    private const string AddHold = """
        INSERT INTO case_hold (
            case_id, hold_no, ground, scope, amount_cny, reference, reason, held_by, held_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """;

    private const string ReleaseHold = """
        UPDATE case_hold SET released_by = $3, released_at = $4, release_reason = $5
        WHERE case_id = $1 AND hold_no = $2
        """;

    private const string AddLetter = """
        INSERT INTO case_letter (
            case_id, letter_no, attempt_no, supplier_tax_id, authority, amount_cny, question,
            sent_by, sent_at, sent_on, due_on)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """;

    private const string ExtendLetter = """
        UPDATE case_letter SET due_on = $3, reply_proposed_by = $4
        WHERE case_id = $1 AND letter_no = $2
        """;

    private const string ProposeRelease = """
        UPDATE case_hold SET release_proposed_by = $3 WHERE case_id = $1 AND hold_no = $2
        """;

    private const string AnswerLetter = """
        UPDATE case_letter SET reply = $3, answered_by = $4, answered_at = $5, answer = $6
        WHERE case_id = $1 AND letter_no = $2
        """;

    private const string HoldsQuery = """
        SELECT hold_no, ground, scope, amount_cny, reference, reason, held_by, held_at,
            released_by, released_at, release_reason, release_proposed_by
        FROM case_hold WHERE case_id = @caseId ORDER BY hold_no
        """;

    private const string LettersQuery = """
        SELECT letter_no, attempt_no, supplier_tax_id, authority, amount_cny, question, sent_by,
            sent_on, due_on, reply, answered_by, answered_at, answer, reply_proposed_by
        FROM case_letter WHERE case_id = @caseId ORDER BY letter_no
        """;

    public static async Task<StoredWithholding> ListAsync(NpgsqlConnection connection, Guid caseId)
    {
        await using var results = await connection.QueryMultipleAsync(
            $"{HoldsQuery}; {LettersQuery}",
            new { caseId }
        );
        var holds = await results.ReadAsync<HoldRow>();
        return new([.. holds], [.. await results.ReadAsync<LetterRow>()]);
    }

    /// <summary>Writes what differs between before and after.</summary>
    /// <returns>True when a clock runs again: the due dates have to be reckoned anew.</returns>
    public static bool AddChanges(NpgsqlBatch batch, CaseChange change, DateOnly today)
    {
        var (before, after) = (change.Before.Case, change.After);
        foreach (var hold in after.Holds.ExceptBy(Holds(before), one => one.HoldNo))
            Add(batch, change, hold, today);
        foreach (var hold in after.Holds.IntersectBy(Holds(before), one => one.HoldNo))
            if (!before.Holds.Contains(hold))
                batch.Add(ProposeRelease, after.CaseId, hold.HoldNo, hold.ReleaseProposedBy!);
        foreach (var letter in after.Letters.ExceptBy(Numbers(before), one => one.LetterNo))
            Add(batch, change, letter, today);
        foreach (var letter in after.Letters.IntersectBy(Numbers(before), one => one.LetterNo))
            if (!before.Letters.Contains(letter))
                batch.Add(
                    ExtendLetter,
                    after.CaseId,
                    letter.LetterNo,
                    letter.DueOn,
                    Statements.OrNull(letter.ReplyProposedBy, NpgsqlDbType.Text)
                );

        var resumed = false;
        foreach (var hold in before.Holds.ExceptBy(Holds(after), one => one.HoldNo))
            resumed |= Release(batch, change, hold, today);
        foreach (var letter in before.Letters.ExceptBy(Numbers(after), one => one.LetterNo))
            resumed |= Answer(batch, change, letter, today);
        return resumed;
    }

    private static IEnumerable<int> Holds(ApprovalCase some) =>
        some.Holds.Select(hold => hold.HoldNo);

    private static IEnumerable<int> Numbers(ApprovalCase some) =>
        some.Letters.Select(letter => letter.LetterNo);

    private static void Add(NpgsqlBatch batch, CaseChange change, Hold hold, DateOnly today)
    {
        var caseId = change.After.CaseId;
        batch.Add(
            AddHold,
            caseId,
            hold.HoldNo,
            Codes.Of(hold.Ground),
            Codes.Of(hold.Scope),
            hold.AmountCny,
            hold.Reference,
            change.Reason,
            change.Actor.Id,
            change.At
        );
        if (hold.Scope == HoldScope.WholeCase)
            ClockStopSql.AddStop(batch, caseId, new(ClockStopSql.Hold, hold.HoldNo), today);
    }

    private static bool Release(NpgsqlBatch batch, CaseChange change, Hold hold, DateOnly today)
    {
        batch.Add(
            ReleaseHold,
            change.After.CaseId,
            hold.HoldNo,
            change.Actor.Id,
            change.At,
            change.Reason
        );
        if (hold.Scope != HoldScope.WholeCase)
            return false;
        var cause = new StopCause(ClockStopSql.Hold, hold.HoldNo);
        ClockStopSql.AddResume(batch, change.After.CaseId, cause, today);
        return true;
    }

    private static void Add(NpgsqlBatch batch, CaseChange change, Letter letter, DateOnly today)
    {
        var caseId = change.After.CaseId;
        batch.Add(
            AddLetter,
            caseId,
            letter.LetterNo,
            change.After.AttemptNo,
            letter.SupplierTaxId,
            letter.Authority,
            letter.AmountCny,
            change.Reason,
            change.Actor.Id,
            change.At,
            letter.SentOn,
            letter.DueOn
        );
        ClockStopSql.AddStop(batch, caseId, new(ClockStopSql.Letter, letter.LetterNo), today);
    }

    private static bool Answer(NpgsqlBatch batch, CaseChange change, Letter letter, DateOnly today)
    {
        var isRefused = change.After.RefusedCny > change.Before.Case.RefusedCny;
        batch.Add(
            AnswerLetter,
            change.After.CaseId,
            letter.LetterNo,
            Codes.Of(isRefused ? LetterReply.Problem : LetterReply.Normal),
            change.Actor.Id,
            change.At,
            change.Reason
        );
        var cause = new StopCause(ClockStopSql.Letter, letter.LetterNo);
        ClockStopSql.AddResume(batch, change.After.CaseId, cause, today);
        return true;
    }
}

/// <summary>All holds and letters of a case, those that are over included.</summary>
public sealed record StoredWithholding(
    IReadOnlyList<HoldRow> Holds,
    IReadOnlyList<LetterRow> Letters
)
{
    public IReadOnlyList<Hold> OpenHolds =>
        [
            .. Holds
                .Where(row => row.ReleasedAt is null)
                .Select(row => new Hold(
                    row.HoldNo,
                    Codes.Read<HoldGround>(row.Ground),
                    Codes.Read<HoldScope>(row.Scope),
                    row.AmountCny,
                    row.Reference
                )
                {
                    ReleaseProposedBy = row.ReleaseProposedBy,
                }),
        ];

    public IReadOnlyList<Letter> OpenLetters =>
        [
            .. Letters
                .Where(row => row.Reply is null)
                .Select(row => new Letter(
                    row.LetterNo,
                    row.SupplierTaxId,
                    row.Authority,
                    row.AmountCny,
                    row.SentOn,
                    row.DueOn
                )
                {
                    ReplyProposedBy = row.ReplyProposedBy,
                }),
        ];

    /// <summary>What a problem with a supplier took from an attempt, yuan.</summary>
    public decimal RefusedCny(int attemptNo) =>
        Letters
            .Where(row => row.AttemptNo == attemptNo)
            .Where(row => row.Reply == Codes.Of(LetterReply.Problem))
            .Sum(row => row.AmountCny);
}

public sealed record HoldRow
{
    public int HoldNo { get; init; }
    public string Ground { get; init; } = "";
    public string Scope { get; init; } = "";
    public decimal AmountCny { get; init; }
    public string Reference { get; init; } = "";
    public string Reason { get; init; } = "";
    public string HeldBy { get; init; } = "";
    public DateTimeOffset HeldAt { get; init; }
    public string? ReleasedBy { get; init; }
    public DateTimeOffset? ReleasedAt { get; init; }
    public string? ReleaseReason { get; init; }
    public string? ReleaseProposedBy { get; init; }
}

public sealed record LetterRow
{
    public int LetterNo { get; init; }
    public int AttemptNo { get; init; }
    public string SupplierTaxId { get; init; } = "";
    public string Authority { get; init; } = "";
    public decimal AmountCny { get; init; }
    public string Question { get; init; } = "";
    public string SentBy { get; init; } = "";
    public DateOnly SentOn { get; init; }
    public DateOnly DueOn { get; init; }
    public string? Reply { get; init; }
    public string? AnsweredBy { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }
    public string? Answer { get; init; }
    public string? ReplyProposedBy { get; init; }
}
