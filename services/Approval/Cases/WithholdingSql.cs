using Dapper;
using Npgsql;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Messaging.Batching;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Cases;

/// <summary>Holds and letters: what the state machine did about them, row by row.</summary>
public static class WithholdingSql
{
    private const string InsertHold = """
        INSERT INTO case_hold (
            case_id, hold_no, ground, scope, amount_cny, reference, reason, held_by, held_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """;

    private const string ReleaseHold = """
        UPDATE case_hold SET released_by = $3, released_at = $4, release_reason = $5
        WHERE case_id = $1 AND hold_no = $2
        """;

    private const string InsertLetter = """
        INSERT INTO case_letter (
            case_id, letter_no, attempt_no, supplier_tax_id, authority, amount_cny, question,
            sent_by, sent_at, sent_on, due_on)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """;

    private const string ExtendLetter = """
        UPDATE case_letter SET due_on = $3 WHERE case_id = $1 AND letter_no = $2
        """;

    private const string ProposeReply = """
        UPDATE case_letter SET reply_proposed_by = $3 WHERE case_id = $1 AND letter_no = $2
        """;

    private const string ProposeRelease = """
        UPDATE case_hold SET release_proposed_by = $3 WHERE case_id = $1 AND hold_no = $2
        """;

    private const string AnswerLetter = """
        UPDATE case_letter SET reply = $3, answered_by = $4, answered_at = $5, answer = $6
        WHERE case_id = $1 AND letter_no = $2
        """;

    /// <summary>Holds, then letters, of <c>@caseId</c>.</summary>
    public const string Query = $"{HoldsQuery}; {LettersQuery}";

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

    /// <summary>Reads the answers of <see cref="Query"/>.</summary>
    public static async Task<StoredWithholding> ReadAsync(SqlMapper.GridReader results)
    {
        var holds = await results.ReadAsync<HoldRow>();
        return new([.. holds], [.. await results.ReadAsync<LetterRow>()]);
    }

    /// <summary>Adds what an event about a hold makes of its row and of the clock.</summary>
    public static void AddHold(NpgsqlBatch batch, Guid caseId, OfficerAct happened)
    {
        switch (happened)
        {
            case HoldPlaced { Hold: var hold, On: var day }:
                batch.Add(
                    InsertHold,
                    caseId,
                    hold.HoldNo,
                    WireCode.Of(hold.Ground),
                    WireCode.Of(hold.Scope),
                    hold.AmountCny,
                    hold.Reference,
                    happened.Reason,
                    happened.By.Id,
                    happened.At
                );
                if (hold.Scope == HoldScope.WholeCase)
                    ClockStopSql.AddStop(batch, caseId, StopReason.Hold, hold.HoldNo, day);
                break;
            case ReleaseProposed proposed:
                batch.Add(ProposeRelease, caseId, proposed.HoldNo, happened.By.Id);
                break;
            case HoldReleased { Hold: var hold, On: var day }:
                batch.Add(
                    ReleaseHold,
                    caseId,
                    hold.HoldNo,
                    happened.By.Id,
                    happened.At,
                    happened.Reason
                );
                if (hold.Scope == HoldScope.WholeCase)
                    ClockStopSql.AddResume(batch, caseId, StopReason.Hold, hold.HoldNo, day);
                break;
        }
    }

    /// <summary>Adds what an event about a letter makes of its row and of the clock.</summary>
    public static void AddLetter(NpgsqlBatch batch, Guid caseId, OfficerAct happened)
    {
        switch (happened)
        {
            case LetterSent { Letter: var letter }:
                batch.Add(
                    InsertLetter,
                    caseId,
                    letter.LetterNo,
                    happened.AttemptNo,
                    letter.SupplierTaxId,
                    letter.Authority,
                    letter.AmountCny,
                    happened.Reason,
                    happened.By.Id,
                    happened.At,
                    letter.SentOn,
                    letter.DueOn
                );
                ClockStopSql.AddStop(
                    batch,
                    caseId,
                    StopReason.Letter,
                    letter.LetterNo,
                    letter.SentOn
                );
                break;
            case LetterExtended extended:
                batch.Add(ExtendLetter, caseId, extended.LetterNo, extended.DueOn);
                break;
            case ReplyProposed proposed:
                batch.Add(ProposeReply, caseId, proposed.LetterNo, happened.By.Id);
                break;
            case LetterAnswered { Letter: var letter, Reply: var reply, On: var day }:
                batch.Add(
                    AnswerLetter,
                    caseId,
                    letter.LetterNo,
                    WireCode.Of(reply),
                    happened.By.Id,
                    happened.At,
                    happened.Reason
                );
                ClockStopSql.AddResume(batch, caseId, StopReason.Letter, letter.LetterNo, day);
                break;
        }
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
                    WireCode.Read<HoldGround>(row.Ground),
                    WireCode.Read<HoldScope>(row.Scope),
                    row.AmountCny,
                    row.Reference
                )
                {
                    HeldBy = row.HeldBy,
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

    /// <summary>
    /// What problems with suppliers took from an attempt, yuan: also those of letters that were
    /// sent for an earlier one.
    /// </summary>
    /// <param name="openedAt">When the attempt opened the case.</param>
    public decimal RefusedCny(DateTimeOffset openedAt) =>
        Letters
            .Where(row => row.AnsweredAt >= openedAt)
            .Where(row => row.Reply == WireCode.Of(LetterReply.Problem))
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
