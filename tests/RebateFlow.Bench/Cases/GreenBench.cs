using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using RebateFlow.Bench.Filings;
using RebateFlow.Bench.Measuring;
using RebateFlow.Bench.Pipeline;
using RebateFlow.Bench.Stacks;

namespace RebateFlow.Bench.Cases;

/// <summary>
/// The filings of an enrolled filer, from the request to the stored case, one after the other:
/// first alone, then while 10,000 filings of others are on their way. Waiting is measured at the
/// 99th percentile; under the flood only filings count that met a backlog.
/// </summary>
internal static class GreenBench
{
    private const int Lines = 10;
    private const int Connections = 32;

    // Every filing whose number divides by the exporters is of exporter 0, the enrolled one.
    private const int Filer = 0;

    /// <param name="stacks">This tree's, and another one's to compare with.</param>
    public static async Task RunAsync(BenchRun run, IReadOnlyList<BenchStack> stacks)
    {
        foreach (var stack in stacks)
        {
            await PipelineBench.HandInAsync(stack, run.Sized(1_000, 40), Lines);
            await EnrolAsync(stack);
        }
        var waits = stacks.Select(_ => new List<Waits>()).ToList();
        for (var round = 0; round < run.Rounds; round++)
        {
            foreach (var turn in BenchRun.Turns(stacks.Count, round))
                waits[turn].Add(await MeasureAsync(run, stacks[turn]));
        }
        for (var i = 0; i < stacks.Count; i++)
        {
            run.Conclude(
                "enrolled filer's filing to case at the 99th percentile, under a flood to idle, "
                    + stacks[i].Name,
                [.. waits[i].Select(wait => wait.Flooded / wait.Idle)],
                "1.25 at most"
            );
        }
        run.CompareTrees(
            "enrolled filer's filing to case, idle",
            [.. waits.Select(rounds => rounds.ConvertAll(wait => wait.Idle))]
        );
        run.CompareTrees(
            "enrolled filer's filing to case, under a flood",
            [.. waits.Select(rounds => rounds.ConvertAll(wait => wait.Flooded))]
        );
    }

    private static async Task<Waits> MeasureAsync(BenchRun run, BenchStack stack)
    {
        var (flood, alone) = run.Sized((10_250, 100), (400, 4));
        using var http = new HttpClient();
        // All that follows has the same size; the filer's own are taken out of it.
        var (green, others) = await PrepareAsync(stack, flood);
        var idle = new List<Walk>();
        foreach (var body in green.Take(alone))
            idle.Add(await TimeAsync(stack, http, body));
        run.Say($"{stack.Name}, idle: {Describe(idle)}");

        using var load = new LoadGenerator(
            new Uri(stack.Intake.Address, "/v1/pre-declarations"),
            Connections
        );
        var before = await stack.CasesAsync();
        var watch = Stopwatch.StartNew();
        var flooding = load.PostAllAsync(others);
        var flooded = new List<Walk>();
        foreach (var body in green.Skip(alone))
        {
            var stored = await stack.CasesAsync() - before - flooded.Count;
            if (flooding.IsCompleted && stored >= others.Count)
                break;
            flooded.Add(await TimeAsync(stack, http, body));
        }
        await flooding;
        await stack.UntilCasesAsync(before + others.Count + flooded.Count);
        var rate = others.Count / watch.Elapsed.TotalSeconds;
        run.Say($"{stack.Name}, flood of {rate:F0} filings a second: {Describe(flooded)}");
        return new Waits(
            Percentile(idle, 99, walk => walk.Seen),
            Percentile(flooded, 99, walk => walk.Seen)
        );
    }

    private static async Task<(List<PreparedBody> Green, List<PreparedBody> Others)> PrepareAsync(
        BenchStack stack,
        int count
    )
    {
        var first = stack.TakeFilings(count);
        var set = new BenchFilings(first, count, Lines);
        await set.FeedAsync(stack);
        var bodies = await set.BodiesAsync(stack);
        var (green, others) = (new List<PreparedBody>(), new List<PreparedBody>());
        for (var i = 0; i < bodies.Count; i++)
            ((first + i) % BenchExporters.Count == Filer ? green : others).Add(bodies[i]);
        return (green, others);
    }

    private static async Task EnrolAsync(BenchStack stack)
    {
        using var http = new HttpClient { BaseAddress = stack.Approval.Address };
        var drafted = await SendAsync(
            "v1/green-channel/enrolments",
            "policy.editor",
            ("Idempotency-Key", "bench-enrolment"),
            new
            {
                uscc = BenchExporters.UsccOf(Filer),
                validFrom = "2016-09-01",
                reason = "bench",
            }
        );
        await SendAsync(
            $"v1/green-channel/enrolments/{drafted.GetProperty("id").GetGuid()}/approval",
            "policy.approver",
            ("If-Match", "\"1\""),
            new { }
        );
        await BenchServers.UntilCountAsync(stack.IntakeData, "green_channel_enrolment", 1);

        async Task<JsonElement> SendAsync(
            string path,
            string client,
            (string Name, string Value) header,
            object body
        )
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path)
            {
                Content = JsonContent.Create(body),
            };
            request.Headers.Authorization = new("Bearer", await stack.TokenAsync(client));
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
            using var answer = await http.SendAsync(request);
            answer.EnsureSuccessStatusCode();
            return await answer.Content.ReadFromJsonAsync<JsonElement>();
        }
    }

    /// <summary>From the first byte of the request until the case is there to be read.</summary>
    private static async Task<Walk> TimeAsync(BenchStack stack, HttpClient http, PreparedBody body)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri(stack.Intake.Address, "/v1/pre-declarations")
        )
        {
            Content = new ByteArrayContent(body.Json)
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            },
        };
        request.Headers.Authorization = new("Bearer", body.Token);
        request.Headers.Add("Idempotency-Key", body.Key);
        var began = TimeProvider.System.GetUtcNow();
        var watch = Stopwatch.StartNew();
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        var accepted = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var id = accepted.GetProperty("id").GetGuid();
        var answered = watch.Elapsed;
        var sql = $"SELECT count(*) FROM approval_case WHERE pre_declaration_id = '{id}'";
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (await stack.ApprovalNumberAsync(sql) == 0)
        {
            if (watch.Elapsed > TimeSpan.FromMinutes(2))
                throw new InvalidOperationException($"No case of {id} after two minutes.");
            await timer.WaitForNextTickAsync();
        }
        var total = watch.Elapsed;
        var checkedAt = await MomentAsync(
            stack.IntakeData,
            $"SELECT checked_at FROM feedback WHERE pre_declaration_id = '{id}'"
        );
        var openedAt = await MomentAsync(
            stack.ApprovalData,
            $"SELECT opened_at FROM approval_case WHERE pre_declaration_id = '{id}'"
        );
        return new Walk(answered, checkedAt - began, openedAt - began, total);
    }

    private static async Task<DateTimeOffset> MomentAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync())!);
    }

    private static string Describe(List<Walk> walks)
    {
        string Both(Func<Walk, TimeSpan> of) =>
            $"{Percentile(walks, 50, of):F0}/{Percentile(walks, 99, of):F0}";
        return $"{walks.Count} filings, median/p99 in ms: answered {Both(walk => walk.Answered)}, "
            + $"checks begun {Both(walk => walk.Checked)}, case made {Both(walk => walk.Opened)}, "
            + $"case seen {Both(walk => walk.Seen)}";
    }

    /// <summary>Milliseconds, nearest rank.</summary>
    private static double Percentile(List<Walk> walks, int percent, Func<Walk, TimeSpan> of)
    {
        var rank = (int)Math.Ceiling(walks.Count * percent / 100.0);
        return walks.Select(of).Order().ElementAt(Math.Max(0, rank - 1)).TotalMilliseconds;
    }

    /// <summary>Milliseconds at the 99th percentile.</summary>
    private sealed record Waits(double Idle, double Flooded);

    /// <summary>Since the first byte of the request.</summary>
    private sealed record Walk(TimeSpan Answered, TimeSpan Checked, TimeSpan Opened, TimeSpan Seen);
}
