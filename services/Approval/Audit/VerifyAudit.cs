using System.Data;
using Npgsql;
using RebateFlow.Approval.Casework.Audit;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Audit;

/// <summary>
/// Recomputes the audit trails and the daily anchors over them, replays each trail against the row
/// of its case, and names the first entry or column that is not as it was written.
/// </summary>
/// <remarks>
/// A page of cases at a time, the anchors with the first page; call again with the cursor until
/// there is none. With <c>anchorNo</c> and <c>anchorHash</c>, kept elsewhere, also a database that
/// was rewritten as a whole is found out. Errors: RBF-3003 wrong cursor, limit or hash (400), 3010
/// no such case (404).
/// </remarks>
public static class VerifyAudit
{
    private const int LargestPage = 100_000;

    // The rows of cases are held in memory while their trails are read.
    private const int RowsAtOnce = 1_000;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/audit/verification", HandleAsync)
            .RequireAuthorization(Roles.Auditor)
            .Produces<Verification>();

    /// <param name="Limit">Cases of a page, 1 to 100,000; 10,000 by default.</param>
    /// <param name="AnchorNo">An anchor that must be there.</param>
    /// <param name="AnchorHash">Its hash, 64 hex digits, as it was noted down.</param>
    public sealed record Query(
        Guid? CaseId,
        string? Cursor,
        int? Limit,
        int? AnchorNo,
        string? AnchorHash
    )
    {
        public bool IsAnchorWrong =>
            AnchorNo is null != AnchorHash is null
            || (AnchorHash is { } hash && (hash.Length != 64 || !hash.All(char.IsAsciiHexDigit)));
    }

    public sealed record Verification(
        bool Intact,
        int CasesVerified,
        int EntriesVerified,
        int AnchorsVerified,
        Broken? FirstBroken,
        string? NextCursor
    );

    /// <summary>Either an entry of a case, or an anchor.</summary>
    /// <param name="Fault">
    /// ENTRY_CHANGED, ENTRY_MISSING, CHAIN_BROKEN, END_MISSING, CASE_MISSING, ANCHOR_DIFFERS,
    /// NOT_ANCHORED, CONTENT_CHANGED, ENTRY_UNREADABLE, ROW_DIFFERS; of an anchor ANCHOR_CHANGED,
    /// ANCHOR_MISSING or ANCHOR_LEAVES_CHANGED.
    /// </param>
    /// <param name="Column">The column of the case that differs; null for other faults.</param>
    public sealed record Broken(
        Guid? CaseId,
        int? EntryNo,
        int? AnchorNo,
        string Fault,
        string Text,
        string? Column
    );

    private static async Task<IResult> HandleAsync(
        [AsParameters] Query query,
        HttpContext http,
        NpgsqlDataSource database
    )
    {
        var after = Guid.Empty;
        var isCursor = query.Cursor is null || Cursor.TryDecode(query.Cursor, out after);
        if (!isCursor || query.Limit is < 1 or > LargestPage || query.IsAnchorWrong)
            return Problems.Of(http, Problems.QueryWrong);

        var take = query.Limit ?? 10_000;
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        // One snapshot: an action that commits meanwhile would look like tampering.
        await using var transaction = await connection.BeginTransactionAsync(
            IsolationLevel.RepeatableRead,
            http.RequestAborted
        );
        var anchors = await VerifyAnchors.RunAsync(
            connection,
            query.AnchorNo is { } no ? (no, query.AnchorHash!) : null,
            isWhole: query.Cursor is null && query.CaseId is null
        );
        var cases = await AuditVerificationSql.CasesAsync(connection, query.CaseId, after, take);
        if (query.CaseId is not null && cases.Count == 0)
            return Problems.Of(http, Problems.NoSuchCase);
        var verification = await VerifyAsync(connection, cases, anchors.CoveredBefore);
        var isLast = cases.Count < take || query.CaseId is not null;
        var broken =
            anchors.Broken is { } anchor
                ? Of(http, anchor.Fault) with
                {
                    AnchorNo = anchor.AnchorNo,
                }
            : verification.FirstBroken is { } entry
                ? Of(http, entry.Fault) with
                {
                    CaseId = entry.CaseId,
                    EntryNo = entry.EntryNo,
                    Column = entry.Column,
                }
            : null;
        return TypedResults.Ok(
            new Verification(
                broken is null,
                verification.CasesVerified,
                verification.EntriesVerified,
                anchors.Verified,
                broken,
                isLast || broken is not null ? null : Cursor.Encode(cases[^1].CaseId)
            )
        );
    }

    private static Broken Of(HttpContext http, AuditFault fault) =>
        new(
            null,
            null,
            null,
            WireCode.Of(fault),
            AuditFaultTexts.Of(fault).In(Language.IsChinese(http)),
            null
        );

    /// <summary>Verifies some cases in the order of their ids, none left out.</summary>
    public static async Task<AuditVerification> VerifyAsync(
        NpgsqlConnection connection,
        IReadOnlyList<AuditedCase> cases,
        DateTimeOffset? anchoredBefore
    )
    {
        var verification = new AuditVerification(anchoredBefore);
        foreach (var some in cases.Chunk(RowsAtOnce))
            if (!await VerifyAsync(connection, verification, some))
                return verification;
        verification.End();
        return verification;
    }

    /// <returns>False when something is broken.</returns>
    private static async Task<bool> VerifyAsync(
        NpgsqlConnection connection,
        AuditVerification verification,
        AuditedCase[] cases
    )
    {
        var (first, last) = (cases[0].CaseId, cases[^1].CaseId);
        var rows = await AuditVerificationSql.RowsAsync(connection, first, last);
        var index = -1;
        await foreach (var stored in AuditVerificationSql.EntriesAsync(connection, first, last))
        {
            // Cases without a single entry are passed over here and found by their missing end.
            while (index < 0 || cases[index].CaseId != stored.Entry.CaseId)
                if (!Begin(++index))
                    return false;
            if (!verification.Take(stored))
                return false;
        }

        while (++index < cases.Length)
            if (!Begin(index))
                return false;
        return true;

        bool Begin(int number) =>
            verification.Begin(
                cases[number] with
                {
                    Row = rows.GetValueOrDefault(cases[number].CaseId),
                }
            );
    }
}
