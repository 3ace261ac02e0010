using System.Diagnostics;
using System.Net;
using Npgsql;
using RebateFlow.Bench.Filings;
using RebateFlow.Bench.Measuring;
using RebateFlow.Bench.Pipeline;
using RebateFlow.Bench.Stacks;

namespace RebateFlow.Bench.Cases;

/// <summary>
/// Sixteen officers who claim the next case over HTTP, one claim after the other, with 1,000 cases
/// stored and with 1,000,000: all of them live, in the queue of one authority.
/// </summary>
internal static class ClaimBench
{
    private const string Release = """
        UPDATE approval_case SET state = 'WAITING', claimed_by = NULL, lease_until = NULL
        WHERE state = 'CLAIMED'
        """;

    private const string FollowsFacts = """
        SELECT count(*) FROM pg_attribute
        WHERE attrelid = 'approval_case'::regclass AND attname = 'stale_no'
        """;

    /// <param name="stacks">This tree's, and another one's to compare with.</param>
    public static async Task RunAsync(BenchRun run, IReadOnlyList<BenchStack> stacks)
    {
        var (fewCases, manyCases) = run.Sized((1_000, 1_000_000), (100, 1_000));
        foreach (var stack in stacks)
            await PipelineBench.HandInAsync(stack, filings: 1, lines: 10);
        var few = await MeasureAsync(run, stacks, fewCases);
        var many = await MeasureAsync(run, stacks, manyCases);
        for (var i = 0; i < stacks.Count; i++)
        {
            run.Conclude(
                $"claiming with {manyCases} cases stored, its time to that with {fewCases}, "
                    + stacks[i].Name,
                [.. many[i].Zip(few[i], (late, early) => late / early)],
                "1.0"
            );
        }
        run.CompareTrees($"claiming with {fewCases} cases stored", few);
        run.CompareTrees($"claiming with {manyCases} cases stored", many);
    }

    /// <summary>Milliseconds of the median claim of each stack, round by round.</summary>
    private static async Task<List<List<double>>> MeasureAsync(
        BenchRun run,
        IReadOnlyList<BenchStack> stacks,
        int stored
    )
    {
        var (warmUp, claims) = run.Sized((96, 288), (16, 32));
        foreach (var stack in stacks)
        {
            await FillAsync(stack.ApprovalData, stored);
            await ClaimAsync(stack, warmUp);
        }
        var medians = stacks.Select(_ => new List<double>()).ToList();
        for (var round = 0; round < run.Rounds; round++)
        {
            foreach (var turn in BenchRun.Turns(stacks.Count, round))
            {
                var watch = Stopwatch.StartNew();
                var times = (await ClaimAsync(stacks[turn], claims)).Order().ToList();
                medians[turn].Add(Ratio.MedianOf(times));
                run.Say(
                    $"{stored} stored, {stacks[turn].Name}: "
                        + $"{claims / watch.Elapsed.TotalSeconds:F0} claims/s, median "
                        + $"{medians[turn][^1]:F1} ms, p99 {times[(int)(claims * 0.99)]:F1} ms"
                );
            }
        }
        return medians;
    }

    private static async Task<IReadOnlyList<double>> ClaimAsync(BenchStack stack, int claims)
    {
        using var http = new HttpClient();
        var address = new Uri(stack.Approval.Address, "/v1/cases/claim");
        var each = claims / BenchExporters.Officers;
        var tokens = new List<string>();
        for (var officer = 0; officer < BenchExporters.Officers; officer++)
            tokens.Add(await stack.TokenAsync(BenchExporters.OfficerOf(officer)));
        var all = await Task.WhenAll(tokens.Select(token => OneAsync(token)));
        return [.. all.SelectMany(times => times)];

        async Task<List<double>> OneAsync(string token)
        {
            var times = new List<double>();
            for (var i = 0; i < each; i++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, address);
                request.Headers.Authorization = new("Bearer", token);
                request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
                var started = Stopwatch.GetTimestamp();
                using var answer = await http.SendAsync(request);
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                if (answer.StatusCode != HttpStatusCode.OK)
                    throw new InvalidOperationException($"A claim: {(int)answer.StatusCode}");
            }
            return times;
        }
    }

    /// <summary>Copies of one real case, in no order of their dates and amounts.</summary>
    private static async Task FillAsync(NpgsqlDataSource data, int stored)
    {
        const string FirstOpened = "ORDER BY opened_at LIMIT 1";
        await BenchServers.ExecuteAsync(data, Release);
        var there = await BenchServers.NumberAsync(data, "SELECT count(*) FROM approval_case");
        var changed = new Dictionary<string, string?>
        {
            ["case_id"] = "gen_random_uuid()",
            ["pre_declaration_id"] = "gen_random_uuid()",
            ["due_on"] = "o.due_on + (hashint4(n) & 15)",
            ["rebate_due_cny"] = "1000 + (hashint4(-n) & 1048575)",
        };
        // A case whose facts have just changed cannot be claimed, and copies would stay so.
        if (await BenchServers.NumberAsync(data, FollowsFacts) > 0)
            changed["stale_no"] = changed["checked_no"] = "0";
        await RowCopies.AddAsync(
            data,
            "approval_case",
            FirstOpened,
            $"generate_series(1, {stored - there}) AS n",
            changed
        );
        await RowCopies.AddAsync(
            data,
            "case_attempt",
            FirstOpened,
            """
            approval_case c
            WHERE NOT EXISTS (SELECT FROM case_attempt a WHERE a.case_id = c.case_id)
            """,
            new Dictionary<string, string?>
            {
                ["case_id"] = "c.case_id",
                // A claim never reads the lines.
                ["content"] = "''::bytea",
            }
        );
        await BenchServers.ExecuteAsync(data, "CHECKPOINT");
        var cases = await BenchServers.NumberAsync(data, "SELECT count(*) FROM approval_case");
        if (cases < stored)
            throw new InvalidOperationException($"{cases} cases stored instead of {stored}.");
    }
}
