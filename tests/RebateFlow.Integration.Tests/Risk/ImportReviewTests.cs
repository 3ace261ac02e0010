using System.Net;
using System.Net.Http.Headers;
using System.Text;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Risk;

/// <summary>An import is approved or refused as one act, each entry recorded apart.</summary>
public sealed class ImportReviewTests(SharedInstallation shared)
{
    private const string Imports = "/v1/watchlist/imports";
    private const string Head =
        "change,kind,key,name,level,reason,authority,document,valid_from,valid_to,note\n";

    [Fact]
    public async Task A_second_person_approves_a_whole_import_and_each_entry_has_its_own_step()
    {
        var installation = await shared.GetAsync();
        await installation.ListAsync(RiskSteps.Entry("COMMODITY", "961110"));
        var done = await SendAsync(
            installation,
            Head
                + ",COMMODITY,961210,,2,新增,局,文,2026-01-01,,\n"
                + ",COMMODITY,961110,,1,升级,局,文,2026-01-01,,\n"
        );
        var id = done.Expect(HttpStatusCode.OK).Json["importId"]!.GetValue<Guid>();
        var seen = await GetAsync(installation, id);

        var approved = await CloseAsync(installation, seen, "approval", RiskSteps.Approver);
        var again = await CloseAsync(installation, approved, "approval", RiskSteps.Approver);

        Assert.Equal(2, seen.Json["pending"]!.GetValue<int>());
        Assert.Equal(HttpStatusCode.OK, approved.Status);
        Assert.Equal(0, approved.Json["pending"]!.GetValue<int>());
        Assert.Equal(
            ["IN_FORCE", "IN_FORCE"],
            approved.Json["drafts"]!.AsArray().Select(draft => $"{draft!["status"]}")
        );
        Assert.Equal("RBF-2004", again.ProblemCode);
        Assert.Equal(
            2,
            await installation.Risk.Database.CountAsync(
                "watchlist_version WHERE key IN ('961210', '961110') AND stage = 'APPROVED' "
                    + $"AND version_no > 1 AND taken_at > '{TestClock.Start:O}'::timestamptz "
                    + "AND note = '整批'"
            )
        );
    }

    [Fact]
    public async Task Who_imported_cannot_approve_the_import()
    {
        var installation = await shared.GetAsync();
        var id = await ImportedAsync(installation, "961310", RiskSteps.Both);

        var own = await CloseAsync(
            installation,
            await GetAsync(installation, id),
            "approval",
            RiskSteps.Both
        );

        Assert.Equal("RBF-2003", own.ProblemCode);
        Assert.Equal(1, (await GetAsync(installation, id)).Json["pending"]!.GetValue<int>());
    }

    [Fact]
    public async Task One_overlap_keeps_the_whole_import_from_counting()
    {
        var installation = await shared.GetAsync();
        var done = await SendAsync(
            installation,
            Head
                + ",COMMODITY,961410,,2,新增,局,文,2026-01-01,,\n"
                + ",COMMODITY,961420,,2,新增,局,文,2026-01-01,,\n"
        );
        var id = done.Expect(HttpStatusCode.OK).Json["importId"]!.GetValue<Guid>();
        await installation.ListAsync(RiskSteps.Entry("COMMODITY", "961420"));
        var seen = await GetAsync(installation, id);

        var refused = await CloseAsync(installation, seen, "approval", RiskSteps.Approver);

        Assert.Equal("RBF-2005", refused.ProblemCode);
        Assert.Equal(
            ["row[3].key"],
            refused.Json["errors"]!.AsArray().Select(error => $"{error!["field"]}")
        );
        Assert.Equal(2, (await GetAsync(installation, id)).Json["pending"]!.GetValue<int>());
        Assert.Equal(
            0,
            await installation.Risk.Database.CountAsync("watchlist_in_force WHERE key = '961410'")
        );
        var dropped = await CloseAsync(installation, seen, "rejection", RiskSteps.Approver);
        Assert.Equal(0, dropped.Expect(HttpStatusCode.OK).Json["pending"]!.GetValue<int>());
    }

    [Fact]
    public async Task An_import_that_changed_since_it_was_read_is_refused()
    {
        var installation = await shared.GetAsync();
        var id = await ImportedAsync(installation, "961510", RiskSteps.Editor);
        var seen = await GetAsync(installation, id);
        var entry = seen.Json["drafts"]![0]!["entryId"]!.GetValue<Guid>();
        var client = installation.As(RiskSteps.Approver, installation.Risk);
        var draft = await client.GetAsync($"{RiskSteps.Entries}/{entry}");
        (await installation.StepAsync(draft, "approval", RiskSteps.Approver)).Expect(
            HttpStatusCode.OK
        );

        var stale = await CloseAsync(installation, seen, "approval", RiskSteps.Approver);
        var untagged = await client.PostAsync($"{Imports}/{id}/approval", new { });
        var missing = await client.GetAsync($"{Imports}/{Guid.CreateVersion7()}");

        Assert.Equal("RBF-0412", stale.ProblemCode);
        Assert.Equal("RBF-0428", untagged.ProblemCode);
        Assert.Equal("RBF-2016", missing.ProblemCode);
    }

    [Fact]
    public async Task The_same_file_under_the_same_key_is_one_import()
    {
        var installation = await shared.GetAsync();
        const string File = Head + ",COMMODITY,961610,,2,新增,局,文,2026-01-01,,\n";
        const string Other = Head + ",COMMODITY,961611,,2,新增,局,文,2026-01-01,,\n";

        var first = await SendAsync(installation, File, key: "import-961610");
        var again = await SendAsync(installation, File, key: "import-961610");
        var other = await SendAsync(installation, Other, key: "import-961610");
        var anew = await SendAsync(installation, File, key: "import-961610-b");
        var none = await SendAsync(installation, File, key: "");

        Assert.Equal(first.Expect(HttpStatusCode.OK).Text, again.Expect(HttpStatusCode.OK).Text);
        Assert.Equal("RBF-2009", other.ProblemCode);
        Assert.Equal("RBF-2008", none.ProblemCode);
        Assert.Equal(1, anew.Expect(HttpStatusCode.OK).Json["unchanged"]!.GetValue<int>());
        Assert.Equal(
            1,
            await installation.Risk.Database.CountAsync("watchlist_version WHERE key = '961610'")
        );
    }

    [Fact]
    public async Task Three_thousand_entries_are_approved_in_one_act()
    {
        var installation = await shared.GetAsync();
        var file = new StringBuilder(Head);
        for (var i = 0; i < 3_000; i++)
            file.Append($",SUPPLIER,91310000IMP{i:D6}X,,3,批量,局,文,2026-01-01,,\n");
        var done = await SendAsync(installation, file.ToString());
        var id = done.Expect(HttpStatusCode.OK).Json["importId"]!.GetValue<Guid>();

        var approved = await CloseAsync(
            installation,
            await GetAsync(installation, id),
            "approval",
            RiskSteps.Approver
        );

        Assert.Equal(0, approved.Expect(HttpStatusCode.OK).Json["pending"]!.GetValue<int>());
        Assert.Equal(
            3_000,
            await installation.Risk.Database.CountAsync(
                "watchlist_in_force WHERE key LIKE '91310000IMP%'"
            )
        );
        var listed = await installation.As(RiskSteps.Approver, installation.Risk).GetAsync(Imports);
        Assert.Contains(
            listed.Expect(HttpStatusCode.OK).Json["items"]!.AsArray(),
            line => line!["id"]!.GetValue<Guid>() == id && line["pending"]!.GetValue<int>() == 0
        );
    }

    private static async Task<Guid> ImportedAsync(
        Installation installation,
        string commodity,
        Bearer by
    )
    {
        var file = Head + $",COMMODITY,{commodity},,2,新增,局,文,2026-01-01,,\n";
        var done = await SendAsync(installation, file, by: by);
        return done.Expect(HttpStatusCode.OK).Json["importId"]!.GetValue<Guid>();
    }

    private static async Task<ApiAnswer> GetAsync(Installation installation, Guid id) =>
        (
            await installation.As(RiskSteps.Approver, installation.Risk).GetAsync($"{Imports}/{id}")
        ).Expect(HttpStatusCode.OK);

    private static Task<ApiAnswer> CloseAsync(
        Installation installation,
        ApiAnswer seen,
        string step,
        Bearer by
    ) =>
        installation
            .As(by, installation.Risk)
            .PostAsync(
                $"{Imports}/{seen.Json["id"]}/{step}",
                new { note = "整批" },
                ("If-Match", seen.ETag!)
            );

    private static Task<ApiAnswer> SendAsync(
        Installation installation,
        string file,
        string? key = null,
        Bearer? by = null
    )
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(file));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        return installation
            .As(by ?? RiskSteps.Editor, installation.Risk)
            .SendAsync(
                HttpMethod.Post,
                Imports,
                content,
                ("Idempotency-Key", key ?? $"{Guid.CreateVersion7()}")
            );
    }
}
