using System.Data;
using Npgsql;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Audit;

/// <summary>
/// Recomputes the audit trails and names the first entry that is not as it was written.
/// </summary>
/// <remarks>
/// A page of cases at a time; call again with the cursor until there is none. Errors: RBF-3003
/// wrong cursor or limit (400), 3010 no such case (404).
/// </remarks>
public static class VerifyAudit
{
    private const int LargestPage = 100_000;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/audit/verification", HandleAsync)
            .RequireAuthorization(Roles.Auditor)
            .Produces<Verification>();

    public sealed record Verification(
        bool Intact,
        int CasesVerified,
        int EntriesVerified,
        Broken? FirstBroken,
        string? NextCursor
    );

    /// <param name="Fault">
    /// ENTRY_CHANGED, ENTRY_MISSING, CHAIN_BROKEN, END_MISSING or CASE_MISSING.
    /// </param>
    public sealed record Broken(Guid CaseId, int EntryNo, string Fault, string Text);

    private static async Task<IResult> HandleAsync(
        Guid? caseId,
        string? cursor,
        int? limit,
        HttpContext http,
        NpgsqlDataSource database
    )
    {
        var after = Guid.Empty;
        var isCursor = cursor is null || Cursor.TryDecode(cursor, out after);
        if (!isCursor || limit is < 1 or > LargestPage)
            return Problems.Of(http, Problems.QueryWrong);

        var take = limit ?? 10_000;
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        // One snapshot: an action that commits meanwhile would look like tampering.
        await using var transaction = await connection.BeginTransactionAsync(
            IsolationLevel.RepeatableRead,
            http.RequestAborted
        );
        var cases = await AuditSql.CasesAsync(connection, caseId, after, take);
        if (caseId is not null && cases.Count == 0)
            return Problems.Of(http, Problems.NoSuchCase);
        var verification = await VerifyAsync(connection, cases);
        var isLast = cases.Count < take || caseId is not null;
        return TypedResults.Ok(
            new Verification(
                verification.FirstBroken is null,
                verification.CasesVerified,
                verification.EntriesVerified,
                verification.FirstBroken is { } broken
                    ? new(
                        broken.CaseId,
                        broken.EntryNo,
                        Codes.Of(broken.Fault),
                        broken.Text.In(Language.IsChinese(http))
                    )
                    : null,
                isLast || verification.FirstBroken is not null
                    ? null
                    : Cursor.Encode(cases[^1].CaseId)
            )
        );
    }

    public static async Task<AuditVerification> VerifyAsync(
        NpgsqlConnection connection,
        IReadOnlyList<AuditedCase> cases
    )
    {
        var verification = new AuditVerification();
        if (cases.Count == 0)
            return verification;
        var index = -1;
        var entries = AuditSql.EntriesAsync(connection, cases[0].CaseId, cases[^1].CaseId);
        await foreach (var stored in entries)
        {
            // Cases without a single entry are passed over here and found by their missing end.
            while (index < 0 || cases[index].CaseId != stored.Entry.CaseId)
                if (!verification.Begin(cases[++index]))
                    return verification;
            if (!verification.Take(stored))
                return verification;
        }

        while (++index < cases.Count)
            if (!verification.Begin(cases[index]))
                return verification;
        verification.End();
        return verification;
    }
}
