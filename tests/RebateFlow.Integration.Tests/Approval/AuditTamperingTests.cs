using System.Net;
using Npgsql;
using RebateFlow.Approval.Audit;

namespace RebateFlow.Integration.Tests.Approval;

/// <summary>
/// Somebody with all rights in the database changes the trail by hand. Each attempt is made in a
/// transaction that verifies its own work and is rolled back, so none disturbs the others.
/// </summary>
[Collection(nameof(ApprovalCollection))]
public sealed class AuditTamperingTests(ApprovalAlone approval)
{
    [Theory]
    [InlineData("UPDATE audit_entry SET actor = 'b' WHERE case_id = @id")]
    [InlineData("DELETE FROM audit_entry WHERE case_id = @id")]
    [InlineData("TRUNCATE audit_entry")]
    public async Task The_database_refuses_to_change_the_trail(string sql)
    {
        var caseId = await ReleasedAsync();
        await using var command = approval.Database.Direct.CreateCommand(sql);
        command.Parameters.AddWithValue("id", caseId);

        var refused = await Assert.ThrowsAsync<PostgresException>(() =>
            command.ExecuteNonQueryAsync()
        );

        Assert.Contains("append-only", refused.MessageText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "UPDATE audit_entry SET detail = replace(detail, 'CLAIMED', 'WAITING') WHERE entry_no = 2",
        2,
        AuditFault.EntryChanged
    )]
    [InlineData(
        "UPDATE audit_entry SET at = at - interval '1 day' WHERE entry_no = 1",
        1,
        AuditFault.EntryChanged
    )]
    [InlineData("DELETE FROM audit_entry WHERE entry_no = 2", 3, AuditFault.EntryMissing)]
    [InlineData("DELETE FROM audit_entry WHERE entry_no = 3", 3, AuditFault.EndMissing)]
    [InlineData(
        "UPDATE audit_entry a SET actor = b.actor, action = b.action, detail = b.detail "
            + "FROM audit_entry b WHERE b.case_id = a.case_id "
            + "AND (a.entry_no, b.entry_no) IN ((2, 3), (3, 2))",
        2,
        AuditFault.EntryChanged
    )]
    [InlineData(
        "UPDATE approval_case SET audit_count = 2, audit_head = "
            + "(SELECT hash FROM audit_entry WHERE case_id = '{0}' AND entry_no = 2)",
        4,
        AuditFault.EndMissing
    )]
    public async Task A_change_by_hand_is_found_and_named(string sql, int entryNo, AuditFault fault)
    {
        var caseId = await ReleasedAsync();

        var broken = await TamperAsync(caseId, sql);

        Assert.Equal(new BrokenEntry(caseId, entryNo, fault), broken);
    }

    [Fact]
    public async Task A_removed_case_is_found_by_its_entries()
    {
        var caseId = await ReleasedAsync();

        var broken = await TamperAsync(caseId, "DELETE FROM approval_case");

        Assert.Equal(new BrokenEntry(caseId, 1, AuditFault.CaseMissing), broken);
    }

    [Fact]
    public async Task The_auditor_finds_an_untouched_database_intact()
    {
        await ReleasedAsync();

        var answer = await approval.As(Bearer.Auditor).GetAsync("/v1/audit/verification");

        Assert.True(answer.Expect(HttpStatusCode.OK).Json["intact"]!.GetValue<bool>());
        Assert.True(answer.Json["casesVerified"]!.GetValue<int>() > 0);
    }

    /// <summary>A case with three entries: opened, claimed, released.</summary>
    private async Task<Guid> ReleasedAsync()
    {
        var caseId = await approval.OpenAsync(Assessments.Clean());
        (await approval.ActAsync(CaseSteps.Reviewer, caseId, "claim")).Expect(HttpStatusCode.OK);
        (await approval.ActAsync(CaseSteps.Reviewer, caseId, "release")).Expect(HttpStatusCode.OK);
        return caseId;
    }

    private async Task<BrokenEntry?> TamperAsync(Guid caseId, string sql)
    {
        await using var connection = await approval.Database.Direct.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        // Without triggers and foreign keys, as whoever owns the database could.
        await RunAsync("SET LOCAL session_replication_role = replica");
        var where = sql.Contains("WHERE", StringComparison.Ordinal) ? " AND " : " WHERE ";
        if (sql.Contains("'{0}'", StringComparison.Ordinal))
            where = " WHERE ";
        var column = sql.Contains("audit_entry a", StringComparison.Ordinal)
            ? "a.case_id"
            : "case_id";
        await RunAsync(
            sql.Replace("{0}", caseId.ToString(), StringComparison.Ordinal)
                + $"{where}{column} = '{caseId}'"
        );

        var cases = await AuditSql.CasesAsync(connection, null, Guid.Empty, 100_000);
        var verification = await VerifyAudit.VerifyAsync(connection, cases);
        await transaction.RollbackAsync();
        return verification.FirstBroken;

        async Task RunAsync(string text)
        {
            await using var command = new NpgsqlCommand(text, connection, transaction);
            await command.ExecuteNonQueryAsync();
        }
    }
}
