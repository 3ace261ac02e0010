using System.Diagnostics;
using System.Net;
using Npgsql;

namespace RebateFlow.Bench;

/// <summary>
/// Sixteen officers who claim the next case over HTTP, one claim after the other, with 1,000 cases
/// stored and with 1,000,000: all of them live, in the queue of one authority.
/// </summary>
internal static class ClaimBench
{
    private const int Few = 1_000;
    private const int Many = 1_000_000;
    private const int WarmUp = 96;
    private const int Claims = 288;
    private const int Rounds = 3;

    // A claim reads the message and never the lines.
    private const string FillAttempts = """
        INSERT INTO case_attempt (case_id, attempt_no, message, content, conditions, opened_at)
        SELECT c.case_id, a.attempt_no, a.message, '', a.conditions, a.opened_at
        FROM (SELECT * FROM case_attempt ORDER BY opened_at LIMIT 1) AS a
        CROSS JOIN approval_case c
        WHERE NOT EXISTS (SELECT FROM case_attempt o WHERE o.case_id = c.case_id)
        """;

    private const string Release = """
        UPDATE approval_case SET state = 'WAITING', claimed_by = NULL, lease_until = NULL
        WHERE state = 'CLAIMED'
        """;

    public static async Task<int> RunAsync(BenchServers servers)
    {
        await using var stack = await BenchStack.StartAsync(servers);
        await BenchFilings.FeedReferenceAsync(stack);
        await PipelineBench.RunAsync(stack, 0, 1, 10);
        var few = await MeasureAsync(stack, Few);
        var many = await MeasureAsync(stack, Many);
        Console.WriteLine(
            $"claiming with {Many} cases stored takes {many / few:F2} times as long as with {Few} "
                + "(goal: at most 2)"
        );
        return 0;
    }

    /// <returns>Milliseconds of the median claim, the median of the rounds.</returns>
    private static async Task<double> MeasureAsync(BenchStack stack, int stored)
    {
        await FillAsync(stack.ApprovalData, stored);
        await ClaimAsync(stack, WarmUp);
        var medians = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            var times = (await ClaimAsync(stack, Claims)).Order().ToList();
            medians.Add(times[Claims / 2]);
            Console.WriteLine(
                $"  {stored} stored: {Claims / watch.Elapsed.TotalSeconds:F0} claims/s, median "
                    + $"{times[Claims / 2]:F1} ms, p99 {times[(int)(Claims * 0.99)]:F1} ms"
            );
        }
        return medians.Order().ElementAt(Rounds / 2);
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

    /// <summary>Stores cases behind Approval's back; filling is not measured.</summary>
    private static async Task FillAsync(NpgsqlDataSource data, int stored)
    {
        var there = await BenchServers.NumberAsync(data, "SELECT count(*) FROM approval_case");
        var columns = await BenchServers.TextsAsync(
            data,
            """
            SELECT column_name::text FROM information_schema.columns
            WHERE table_name = 'approval_case' AND is_generated = 'NEVER' AND column_name NOT IN
                ('case_id', 'pre_declaration_id', 'due_on', 'rebate_due_cny')
            """
        );
        // Copies of one real case, in no order of their dates and amounts.
        var fill = $"""
            INSERT INTO approval_case (
                case_id, pre_declaration_id, due_on, rebate_due_cny, {string.Join(", ", columns)})
            SELECT gen_random_uuid(), gen_random_uuid(),
                t.due_on + (hashint4(n) & 15), 1000 + (hashint4(-n) & 1048575),
                {string.Join(", ", columns.Select(name => $"t.{name}"))}
            FROM (SELECT * FROM approval_case ORDER BY opened_at LIMIT 1) AS t
            CROSS JOIN generate_series(1, {stored - there}) AS n
            """;
        foreach (
            var sql in new[]
            {
                Release,
                fill,
                FillAttempts,
                "VACUUM ANALYZE approval_case",
                "VACUUM ANALYZE case_attempt",
                "CHECKPOINT",
            }
        )
        {
            await using var command = data.CreateCommand(sql);
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync();
        }
    }
}
