using System.IO.Compression;
using System.Text.Json;
using RebateFlow.Approval.Casework.Audit;
using RebateFlow.Console.Api;
using Spectre.Console;

namespace RebateFlow.Console.Audit;

/// <summary>
/// Verifies the audit trails: <c>verify</c> all of them on the running installation, one case, or
/// against an anchor's hash that was noted down elsewhere; <c>anchors</c> lists what to note down;
/// <c>file ID</c> fetches a case's whole file; <c>check FILE</c> verifies such a file without any
/// service.
/// </summary>
/// <remarks>Exit code 0 when everything is as it was written, 1 when it is not.</remarks>
public static class WorkOnAudit
{
    private const string Auditor = "auditor";

    private const string Usage =
        "audit verify [--case ID] [--anchor NUMBER HASH] | anchors | file CASE-ID | check FILE";

    public static async Task<int> RunAsync(string[] words, CancellationToken cancel)
    {
        if (words is ["check", var file])
            return Check(file, System.Console.Out);
        var addresses = ServiceAddresses.FromEnvironment();
        using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(10) };
        var tokens = new AccessTokens(http, addresses.Identity, TimeProvider.System);
        var api = new ApiClient(http, tokens);
        var approval = addresses.Approval;
        switch (words)
        {
            case ["anchors"]:
                return await AnchorsAsync(api, new(approval, "v1/audit/anchors"), cancel);
            case ["file", var id] when Guid.TryParse(id, out var caseId):
                return await FetchAsync(api, approval, caseId, cancel);
            case ["verify", .. var rest] when QueryOf(rest) is { } query:
                var page = new Uri(approval, $"v1/audit/verification?{query}");
                return await VerifyAsync(api, page, cancel);
            default:
                throw new WrongUseException(Usage);
        }
    }

    /// <summary>Checks an exported case file; nothing but the file is needed.</summary>
    public static int Check(string file, TextWriter output)
    {
        CaseProof proof;
        try
        {
            using var zip = ZipFile.OpenRead(file);
            var entry = zip.GetEntry("trail.json");
            using var trail = entry?.Open() ?? throw new InvalidDataException("no trail.json");
            proof =
                JsonSerializer.Deserialize<CaseProof>(trail, JsonSerializerOptions.Web)
                ?? throw new InvalidDataException("trail.json is null");
        }
        catch (Exception fault) when (fault is InvalidDataException or JsonException)
        {
            output.WriteLine($"不是案件档案 {file} is no case file: {fault.Message}");
            return 2;
        }
        if (proof.Check() is { } broken)
        {
            var text = AuditFaultTexts.Of(broken.Fault);
            var anchor = broken.AnchorNo is { } no ? $", anchor {no}" : "";
            output.WriteLine(
                $"被改动 BROKEN: case {proof.CaseId}, entry {broken.EntryNo}{anchor}: "
                    + $"{text.Zh} / {text.En}"
            );
            return 1;
        }
        output.WriteLine(
            $"完整 intact: case {proof.CaseId}, {proof.Entries.Count} entries, "
                + $"{proof.Anchors.Count} anchors"
        );
        if (proof.Anchors is [.., var last])
            output.WriteLine(
                "与另行留存的封存哈希比对 compare with the hash kept elsewhere: anchor "
                    + $"{last.AnchorNo} of {last.Day:yyyy-MM-dd} "
                    + Convert.ToHexStringLower(last.Hash)
            );
        return 0;
    }

    /// <summary>The first page's query; null when the words are not understood.</summary>
    public static string? QueryOf(string[] words) =>
        words switch
        {
            [] => "",
            ["--case", var id, .. var rest]
                when Guid.TryParse(id, out var caseId) && QueryOf(rest) is { } more =>
                $"caseId={caseId}&{more}",
            ["--anchor", var no, var hash, .. var rest]
                when int.TryParse(no, out var number) && QueryOf(rest) is { } more =>
                $"anchorNo={number}&anchorHash={Uri.EscapeDataString(hash)}&{more}",
            _ => null,
        };

    private static async Task<int> VerifyAsync(ApiClient api, Uri first, CancellationToken cancel)
    {
        var (cases, entries, anchors) = (0, 0, 0);
        for (var page = first; ; )
        {
            var found = (await api.GetAsync(page, Auditor, cancel)).Body;
            cases += found["casesVerified"]!.GetValue<int>();
            entries += found["entriesVerified"]!.GetValue<int>();
            anchors = Math.Max(anchors, found["anchorsVerified"]!.GetValue<int>());
            if (found["firstBroken"] is { } broken)
            {
                var where = broken["caseId"] is { } id
                    ? $"case {id}, entry {broken["entryNo"]}"
                    : $"anchor {broken["anchorNo"]}";
                AnsiConsole.MarkupLineInterpolated(
                    $"[red]被改动 BROKEN[/]: {where}: {broken["fault"]} {broken["text"]}"
                );
                return 1;
            }
            if (found["nextCursor"]?.GetValue<string>() is not { } cursor)
                break;
            page = new Uri($"{first}&cursor={Uri.EscapeDataString(cursor)}");
        }
        AnsiConsole.MarkupLineInterpolated(
            $"[green]完整 intact[/]: {cases} cases, {entries} entries, {anchors} anchors"
        );
        return 0;
    }

    private static async Task<int> AnchorsAsync(ApiClient api, Uri list, CancellationToken cancel)
    {
        var table = new Table().AddColumns("序号 no", "日期 day", "案件 cases", "哈希 hash");
        var anchors = api.GetItemsAsync(ApiRequest.Get(list, Auditor), cancel);
        await foreach (var anchor in anchors)
            table.AddRow(
                $"{anchor["anchorNo"]}",
                $"{anchor["day"]}",
                $"{anchor["cases"]}",
                $"{anchor["hash"]}"
            );
        AnsiConsole.Write(table);
        return 0;
    }

    private static async Task<int> FetchAsync(
        ApiClient api,
        Uri approval,
        Guid caseId,
        CancellationToken cancel
    )
    {
        var name = $"case-{caseId}.zip";
        var address = new Uri(approval, $"v1/cases/{caseId}/file");
        await File.WriteAllBytesAsync(
            name,
            await api.GetBytesAsync(ApiRequest.Get(address, Auditor), cancel),
            cancel
        );
        return Check(name, System.Console.Out);
    }
}
