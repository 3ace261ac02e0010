using System.Diagnostics;
using System.Text.Json.Nodes;
using Npgsql;
using RebateFlow.Bench.Measuring;
using RebateFlow.Bench.Rules;
using RebateFlow.Bench.Stacks;
using RebateFlow.GreenChannel;
using RebateFlow.Messaging;
using RebateFlow.RiskScoring.Rules.RuleSets;
using RebateFlow.RiskScoring.Simulation;

namespace RebateFlow.Bench.Simulation;

/// <summary>
/// Simulates a rule set over 200,000 stored assessments of ten lines each, read from a table of the
/// same columns and indexes as that of Risk, against moving the same rows; and the most memory it
/// took.
/// </summary>
internal static class SimulationBench
{
    private const string CreateSql = """
        CREATE TABLE assessment (
            id uuid PRIMARY KEY, pre_declaration_id uuid NOT NULL, attempt_no int NOT NULL,
            sequence_no int NOT NULL, uscc text NOT NULL, rebate_due_cny numeric(18,2) NOT NULL,
            grade text NOT NULL, score smallint NOT NULL, assessed_at timestamptz NOT NULL,
            has_unjudged_rule boolean NOT NULL, rule_set_version text NOT NULL,
            content bytea NOT NULL, background bytea NOT NULL,
            UNIQUE (pre_declaration_id, attempt_no, sequence_no));
        ALTER TABLE assessment ALTER COLUMN content SET STORAGE EXTERNAL;
        ALTER TABLE assessment ALTER COLUMN background SET STORAGE EXTERNAL;
        CREATE TABLE filing (
            pre_declaration_id uuid PRIMARY KEY, attempt_no int NOT NULL, is_live boolean NOT NULL);
        CREATE TABLE attempt_end (
            pre_declaration_id uuid, attempt_no int, outcome text, ended_at timestamptz,
            PRIMARY KEY (pre_declaration_id, attempt_no, outcome));
        CREATE TABLE attempt_finding (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, pre_declaration_id uuid,
            attempt_no int, kind text);
        CREATE INDEX ON attempt_finding (pre_declaration_id, attempt_no);
        CREATE TABLE check_finding (
            check_id uuid PRIMARY KEY, pre_declaration_id uuid, attempt_no int, kind text,
            outcome text);
        CREATE INDEX ON check_finding (pre_declaration_id, attempt_no);
        CREATE TABLE enrolment (
            uscc text COLLATE "C" PRIMARY KEY, valid_from date, valid_to date);
        CREATE TABLE simulation_filing (
            simulation_id uuid, assessment_id uuid, pre_declaration_id uuid, uscc text,
            rebate_cny numeric(18,2), score smallint, new_score smallint, grade text,
            new_grade text, channel text, new_channel text, hits text,
            PRIMARY KEY (simulation_id, assessment_id));
        CREATE INDEX ON simulation_filing (simulation_id, rebate_cny DESC, assessment_id)
        """;

    // Every second filing is under way and so is judged as of today.
    private const string FillSql = """
        WITH filled AS (
            INSERT INTO assessment
            SELECT gen_random_uuid(), gen_random_uuid(), 1, 1, '91120116MA90DEM10T', 78000, 'LOW',
                0, now(), false, '2026-04-10', $1, $2
            FROM generate_series(1, $3)
            RETURNING pre_declaration_id)
        INSERT INTO filing
        SELECT pre_declaration_id, 1, row_number() OVER () % 2 = 0 FROM filled
        """;

    public static async Task RunAsync(BenchRun run, BenchServers servers)
    {
        var filings = run.Sized(200_000, 500);
        await using var database = await servers.CreateDatabaseAsync("simulation");
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await FillAsync(source, filings);
        var ruleSet = RuleSetReader.ReadStored(await StricterAsync());
        Func<Task<double>>[] contenders =
        [
            () => SimulateAsync(run, source, ruleSet, filings),
            () => MoveAsync(run, source),
        ];
        var seconds = contenders.Select(_ => new List<double>()).ToList();
        // The first round compiles and reads pages for the first time.
        for (var round = -1; round < run.Rounds; round++)
        {
            foreach (var turn in BenchRun.Turns(contenders.Length, round + 1))
            {
                var taken = await contenders[turn]();
                if (round >= 0)
                    seconds[turn].Add(taken);
            }
        }
        run.Conclude(
            $"simulating a rule set over {filings} assessments, its speed to moving the same rows",
            [.. seconds[0].Zip(seconds[1], (ours, bare) => bare / ours)],
            aim: null
        );
    }

    private static async Task FillAsync(NpgsqlDataSource source, int filings)
    {
        var (content, background) = RuleBenchFacts.Filing(5);
        await BenchServers.ExecuteAsync(source, CreateSql);
        await using (var fill = source.CreateCommand(FillSql))
        {
            fill.CommandTimeout = 0;
            fill.Parameters.Add(new NpgsqlParameter { Value = Payload.Pack(content) });
            fill.Parameters.Add(new NpgsqlParameter { Value = Payload.Pack(background) });
            fill.Parameters.Add(new NpgsqlParameter { Value = filings });
            await fill.ExecuteNonQueryAsync();
        }
        await BenchServers.ExecuteAsync(source, "VACUUM ANALYZE assessment");
    }

    private static async Task<double> SimulateAsync(
        BenchRun run,
        NpgsqlDataSource source,
        RuleSet ruleSet,
        int filings
    )
    {
        var policy = ChannelPolicy.Parse(await ReadAsync("channel-policy.json"));
        await BenchServers.ExecuteAsync(source, "TRUNCATE simulation_filing");
        var watch = Stopwatch.StartNew();
        var now = TimeProvider.System.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var id = Guid.CreateVersion7(now);
        await using var connection = await source.OpenConnectionAsync();
        await using var writer = await SimulationRunSql.BeginFilingsAsync(connection, default);
        var result = await SimulateRuleSet.RunAsync(
            SimulationSql.FilingsAsync(source, (now.AddYears(-1), now.AddDays(1)), default),
            new SimulationBase(ruleSet, new Dictionary<string, RuleSet>(), policy, null, today),
            200,
            filing => SimulationRunSql.WriteAsync(writer, id, filing, default),
            default
        );
        await writer.CompleteAsync();
        var seconds = watch.Elapsed.TotalSeconds;
        using var process = Process.GetCurrentProcess();
        run.Say(
            $"{result.Filings} assessments of 10 lines simulated in {seconds:F2} s, "
                + $"{result.Filings / seconds:F0}/s; {result.Changed} changed; "
                + $"at most {process.PeakWorkingSet64 >> 20} MiB"
        );
        if (result.Filings != filings || result.Changed != filings)
            throw new InvalidOperationException($"{filings} filings, {result.Changed} changed.");
        return seconds;
    }

    /// <summary>
    /// The floor: what was read comes out of the table once more, what was written goes into one.
    /// </summary>
    private static async Task<double> MoveAsync(BenchRun run, NpgsqlDataSource source)
    {
        var written = new MemoryStream();
        await using var connection = await source.OpenConnectionAsync();
        await using (
            var read = await connection.BeginRawBinaryCopyAsync(
                "COPY simulation_filing TO STDOUT (FORMAT BINARY)"
            )
        )
            await read.CopyToAsync(written);
        await BenchServers.ExecuteAsync(source, "TRUNCATE simulation_filing");
        written.Position = 0;

        var watch = Stopwatch.StartNew();
        await using (
            var read = await connection.BeginRawBinaryCopyAsync(
                "COPY assessment TO STDOUT (FORMAT BINARY)"
            )
        )
            await read.CopyToAsync(Stream.Null);
        await using (
            var write = await connection.BeginRawBinaryCopyAsync(
                "COPY simulation_filing FROM STDIN (FORMAT BINARY)"
            )
        )
            await written.CopyToAsync(write);
        var seconds = watch.Elapsed.TotalSeconds;
        run.Say($"the same rows moved in {seconds:F2} s");
        return seconds;
    }

    /// <summary>The set in force, but every filing is at least of grade MEDIUM.</summary>
    private static async Task<string> StricterAsync()
    {
        var set = JsonNode.Parse(await ReadAsync("rule-set.json"))!;
        set["grades"]!["mediumFrom"]![0]!["value"] = 0;
        return set.ToJsonString();
    }

    private static Task<string> ReadAsync(string file) =>
        File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, file));
}
