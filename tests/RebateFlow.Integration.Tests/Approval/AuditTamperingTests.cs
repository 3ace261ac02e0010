using System.Data;
using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Npgsql;
using RebateFlow.Approval.Audit;
using RebateFlow.Approval.Casework.Audit;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.ServiceDefaults;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Approval;

/// <summary>
/// Somebody with all rights in the database changes the trail by hand. Each attempt is made in a
/// transaction that seals the day, tampers, verifies its own work and is rolled back, so none
/// disturbs the others.
/// </summary>
[Collection(nameof(ApprovalCollection))]
public sealed class AuditTamperingTests(ApprovalAlone approval)
{
    [Theory]
    [InlineData("UPDATE audit_entry SET actor = 'b' WHERE case_id = @id")]
    [InlineData("DELETE FROM audit_entry WHERE case_id = @id")]
    [InlineData("TRUNCATE audit_entry")]
    [InlineData("UPDATE audit_anchor SET leaf_count = 0")]
    [InlineData("DELETE FROM audit_anchor_leaf")]
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
        "UPDATE audit_entry SET detail = replace(detail, 'leaseUntil', 'leaseuntil') "
            + "WHERE entry_no = 2 AND case_id = '{id}'",
        2,
        AuditFault.EntryChanged
    )]
    [InlineData(
        "UPDATE audit_entry SET at = at - interval '1 day' "
            + "WHERE entry_no = 1 AND case_id = '{id}'",
        1,
        AuditFault.EntryChanged
    )]
    [InlineData(
        "DELETE FROM audit_entry WHERE entry_no = 2 AND case_id = '{id}'",
        3,
        AuditFault.EntryMissing
    )]
    [InlineData(
        "DELETE FROM audit_entry WHERE entry_no = 3 AND case_id = '{id}'",
        3,
        AuditFault.EndMissing
    )]
    [InlineData(
        "UPDATE audit_entry a SET actor = b.actor, action = b.action, detail = b.detail "
            + "FROM audit_entry b WHERE b.case_id = a.case_id AND a.case_id = '{id}' "
            + "AND (a.entry_no, b.entry_no) IN ((2, 3), (3, 2))",
        2,
        AuditFault.EntryChanged
    )]
    [InlineData(
        "UPDATE audit_entry SET entry_no = 4 WHERE entry_no = 3 AND case_id = '{id}'; "
            + "INSERT INTO audit_entry SELECT case_id, 3, at, actor, post, action, detail, "
            + "previous_hash, hash FROM audit_entry WHERE entry_no = 2 AND case_id = '{id}'",
        3,
        AuditFault.ChainBroken
    )]
    public Task A_change_by_hand_is_found_and_named(string sql, int entryNo, AuditFault fault) =>
        FindsAsync(sql, entryNo, fault);

    [Theory]
    [InlineData(
        "UPDATE approval_case SET audit_count = 2, audit_head = "
            + "(SELECT hash FROM audit_entry WHERE case_id = '{id}' AND entry_no = 2) "
            + "WHERE case_id = '{id}'",
        4,
        AuditFault.EndMissing
    )]
    [InlineData(
        "DELETE FROM audit_entry WHERE entry_no = 3 AND case_id = '{id}'; "
            + "UPDATE approval_case SET audit_count = 2, audit_head = "
            + "(SELECT hash FROM audit_entry WHERE case_id = '{id}' AND entry_no = 2) "
            + "WHERE case_id = '{id}'",
        3,
        AuditFault.AnchorDiffers
    )]
    [InlineData("DELETE FROM approval_case WHERE case_id = '{id}'", 1, AuditFault.CaseMissing)]
    [InlineData(
        "DELETE FROM approval_case WHERE case_id = '{id}'; "
            + "DELETE FROM audit_entry WHERE case_id = '{id}'",
        1,
        AuditFault.CaseMissing
    )]
    [InlineData(
        "UPDATE case_attempt SET content = '\\x00' WHERE case_id = '{id}'",
        1,
        AuditFault.ContentChanged
    )]
    public Task A_change_of_what_the_trail_is_held_against_is_found(
        string sql,
        int entryNo,
        AuditFault fault
    ) => FindsAsync(sql, entryNo, fault);

    [Theory]
    [InlineData("state", "'REJECTED', decision = 'REJECTED'")]
    [InlineData("rebate_due_cny", "rebate_due_cny + 0.01")]
    [InlineData("channel", "'GREEN'")]
    [InlineData("due_on", "due_on + 1")]
    [InlineData("uscc", "'91110000100000000X'")]
    [InlineData("route", "ARRAY['REVIEW', 'APPROVAL']")]
    [InlineData("proposal_decision", "'APPROVE', proposal_by = 'somebody'")]
    [InlineData("state_since", "state_since - interval '1 microsecond'")]
    [InlineData("sample_drawn", "true")]
    public async Task A_column_of_a_case_that_was_changed_by_hand_is_named(
        string column,
        string value
    )
    {
        var caseId = await ReleasedAsync();

        var broken = await TamperAsync(
            caseId,
            $"UPDATE approval_case SET {column} = {value} WHERE case_id = '{{id}}'"
        );

        Assert.Equal(new Found(caseId, 3, null, AuditFault.RowDiffers, column), broken);
    }

    [Theory]
    [InlineData("UPDATE audit_anchor SET leaf_count = 7 WHERE {last}", AuditFault.AnchorChanged)]
    [InlineData("DELETE FROM audit_anchor WHERE {last}", AuditFault.AnchorMissing)]
    [InlineData(
        "DELETE FROM audit_anchor_leaf WHERE {last} AND case_id = '{id}'",
        AuditFault.AnchorLeavesChanged
    )]
    [InlineData(
        "UPDATE audit_anchor_leaf SET entry_no = 2 WHERE {last} AND case_id = '{id}'",
        AuditFault.AnchorLeavesChanged
    )]
    public async Task A_change_of_the_anchors_is_found_and_named(string sql, AuditFault fault)
    {
        var caseId = await ReleasedAsync();
        const string Last = "anchor_no = (SELECT max(anchor_no) FROM audit_anchor)";

        var broken = await TamperAsync(
            caseId,
            sql.Replace("{last}", Last, StringComparison.Ordinal)
        );

        Assert.Equal(fault, broken?.Fault);
        Assert.NotNull(broken?.AnchorNo);
    }

    [Fact]
    public async Task A_trail_that_was_rewritten_with_all_its_hashes_is_found()
    {
        var caseId = await ReleasedAsync();

        var broken = await TamperAsync(caseId, await RewriteAsync(caseId, "somebody-else"));

        Assert.Equal(new Found(caseId, 3, null, AuditFault.AnchorDiffers), broken);
    }

    [Fact]
    public async Task A_case_that_was_put_in_with_an_old_date_is_found()
    {
        var caseId = await ReleasedAsync();
        var copy = Guid.CreateVersion7();
        var trail = new AuditTrail(copy, ChainHead.Empty);
        trail.Add(new Released { At = TestClock.Start });
        var columns = await approval.Database.QueryAsync<string>(
            """
            SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns
            WHERE table_name = 'approval_case' AND column_name NOT IN
                ('case_id', 'pre_declaration_id', 'audit_count', 'audit_head')
            """
        );

        var broken = await TamperAsync(
            caseId,
            $"""
            INSERT INTO approval_case
                (case_id, pre_declaration_id, audit_count, audit_head, {columns})
            SELECT '{copy}', '{Guid.CreateVersion7()}', 1, {Hex(trail.Head.Hash)}, {columns}
            FROM approval_case WHERE case_id = '{caseId}';
            INSERT INTO audit_entry SELECT '{copy}', 1, '{TestClock.Start:O}', 'system', '',
                'RELEASED', '{trail.Added[0].Entry.Detail}', {Hex(AuditChain.Start)},
                {Hex(trail.Head.Hash)}
            """
        );

        Assert.Equal(new Found(copy, 1, null, AuditFault.NotAnchored), broken);
    }

    [Fact]
    public async Task The_auditor_finds_an_untouched_database_intact()
    {
        await ReleasedAsync();

        var answer = await approval.As(Bearer.Auditor).GetAsync("/v1/audit/verification");

        Assert.True(answer.Expect(HttpStatusCode.OK).Json["intact"]!.GetValue<bool>(), answer.Text);
        Assert.True(answer.Json["casesVerified"]!.GetValue<int>() > 0);
        Assert.True(answer.Json["anchorsVerified"]!.GetValue<int>() > 0);
    }

    [Fact]
    public async Task An_anchor_that_was_noted_down_has_to_be_there()
    {
        var auditor = approval.As(Bearer.Auditor);
        var newest = (await auditor.GetAsync("/v1/audit/anchors?limit=1"))
            .Expect(HttpStatusCode.OK)
            .Json["items"]![0]!;
        var known = $"anchorNo={newest["anchorNo"]}&anchorHash=";
        var other = new string('0', 64);

        var right = await auditor.GetAsync($"/v1/audit/verification?{known}{newest["hash"]}");
        var wrong = await auditor.GetAsync($"/v1/audit/verification?{known}{other}");
        var half = await auditor.GetAsync("/v1/audit/verification?anchorNo=1");

        Assert.True(right.Json["intact"]!.GetValue<bool>());
        Assert.Equal("ANCHOR_CHANGED", wrong.Json["firstBroken"]!["fault"]!.GetValue<string>());
        Assert.Equal("RBF-3003", half.ProblemCode);
    }

    [Fact]
    public async Task A_case_file_proves_its_trail_away_from_the_database()
    {
        var caseId = await ReleasedAsync();
        var auditor = approval.As(Bearer.Auditor);

        var zip = await auditor.GetBytesAsync($"/v1/cases/{caseId}/file");

        using var archive = new ZipArchive(new MemoryStream(zip));
        using var trail = archive.GetEntry("trail.json")!.Open();
        var proof = JsonSerializer.Deserialize<CaseProof>(trail, JsonSerializerOptions.Web)!;
        Assert.Null(proof.Check());
        Assert.Equal(3, proof.Entries.Count);
        var names = archive.Entries.Select(entry => entry.FullName).ToList();
        Assert.Contains("attempt-1.json", names);
        using var rows = await JsonDocument.ParseAsync(archive.GetEntry("rows.json")!.Open());
        Assert.Equal(1, rows.RootElement.GetProperty("approval_case").GetArrayLength());
        var refused = await approval.As(CaseSteps.Reviewer).GetAsync($"/v1/cases/{caseId}/file");
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
    }

    private async Task FindsAsync(string sql, int entryNo, AuditFault fault)
    {
        var caseId = await ReleasedAsync();

        var broken = await TamperAsync(caseId, sql);

        Assert.Equal(new Found(caseId, entryNo, null, fault), broken);
    }

    private sealed record Found(
        Guid? CaseId,
        int? EntryNo,
        int? AnchorNo,
        AuditFault Fault,
        string? Column = null
    );

    /// <summary>A case with three entries: opened, claimed, released.</summary>
    private async Task<Guid> ReleasedAsync()
    {
        var caseId = await approval.OpenAsync(Assessments.Clean());
        (await approval.ActAsync(CaseSteps.Reviewer, caseId, "claim")).Expect(HttpStatusCode.OK);
        (await approval.ActAsync(CaseSteps.Reviewer, caseId, "release")).Expect(HttpStatusCode.OK);
        return caseId;
    }

    /// <summary>SQL that gives the trail another actor and makes every hash fit again.</summary>
    private async Task<string> RewriteAsync(Guid caseId, string actor)
    {
        await using var connection = await approval.Database.Direct.OpenConnectionAsync();
        var last = ChainHead.Empty;
        var sql = "";
        foreach (var stored in await AuditSql.TrailAsync(connection, caseId))
        {
            var entry = stored.Entry with { Actor = actor };
            var hash = AuditChain.Hash(last.Hash, entry);
            sql += $"""
                UPDATE audit_entry SET actor = '{actor}', previous_hash = {Hex(last.Hash)},
                    hash = {Hex(hash)}
                WHERE case_id = '{caseId}' AND entry_no = {entry.EntryNo};
                """;
            last = new(entry.EntryNo, hash);
        }
        return sql
            + $"UPDATE approval_case SET audit_head = {Hex(last.Hash)} WHERE case_id = '{caseId}'";
    }

    private static string Hex(byte[] hash) => $"'\\x{Convert.ToHexStringLower(hash)}'";

    private async Task<Found?> TamperAsync(Guid caseId, string sql)
    {
        await using var connection = await approval.Database.Direct.OpenConnectionAsync();
        // One snapshot: an alarm that the service raises meanwhile would not be sealed.
        await using var transaction = await connection.BeginTransactionAsync(
            IsolationLevel.RepeatableRead
        );
        var tomorrow = new TestClock();
        // Other tests put the service's clock forward.
        tomorrow.Advance(approval.Clock.GetUtcNow() - tomorrow.GetUtcNow() + TimeSpan.FromDays(1));
        var zone = new AuthorityClock(tomorrow);
        Assert.NotNull(await TakeAnchors.TakeAsync(transaction, zone));
        Assert.Null(await VerifyAsync());
        // Without triggers and foreign keys, as whoever owns the database could.
        await RunAsync("SET LOCAL session_replication_role = replica");
        await RunAsync(sql.Replace("{id}", caseId.ToString(), StringComparison.Ordinal));

        var found = await VerifyAsync();
        await transaction.RollbackAsync();
        return found;

        async Task RunAsync(string text)
        {
            await using var command = new NpgsqlCommand(text, connection, transaction);
            await command.ExecuteNonQueryAsync();
        }

        async Task<Found?> VerifyAsync()
        {
            var anchors = await VerifyAnchors.RunAsync(connection, null, isWhole: true);
            if (anchors.Broken is { } broken)
                return new(null, null, broken.AnchorNo, broken.Fault);
            var cases = await AuditVerificationSql.CasesAsync(
                connection,
                null,
                Guid.Empty,
                100_000
            );
            var walk = await VerifyAudit.VerifyAsync(connection, cases, anchors.CoveredBefore);
            return walk.FirstBroken is { } entry
                ? new(entry.CaseId, entry.EntryNo, null, entry.Fault, entry.Column)
                : null;
        }
    }
}
