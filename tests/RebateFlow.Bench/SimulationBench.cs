using System.Diagnostics;
using System.Text.Json.Nodes;
using Npgsql;
using RebateFlow.Messaging;
using RebateFlow.RiskScoring.Rules.RuleSets;
using RebateFlow.RiskScoring.Simulation;

namespace RebateFlow.Bench;

/// <summary>
/// Simulates a rule set over 200,000 stored assessments of ten lines each, read from a table of the
/// same columns and indexes as that of Risk: time, and the most memory it took.
/// </summary>
internal static class SimulationBench
{
    private const int Filings = 200_000;

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

    public static async Task<int> RunAsync(BenchServers servers)
    {
        await using var database = await servers.CreateDatabaseAsync("simulation");
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        var (content, background) = RuleBenchFacts.Filing(5);
        await using (var create = source.CreateCommand(CreateSql))
            await create.ExecuteNonQueryAsync();
        await using (var fill = source.CreateCommand(FillSql))
        {
            fill.CommandTimeout = 0;
            fill.Parameters.Add(new NpgsqlParameter { Value = Payload.Pack(content) });
            fill.Parameters.Add(new NpgsqlParameter { Value = Payload.Pack(background) });
            fill.Parameters.Add(new NpgsqlParameter { Value = Filings });
            await fill.ExecuteNonQueryAsync();
        }
        await using (var analyze = source.CreateCommand("VACUUM ANALYZE assessment"))
            await analyze.ExecuteNonQueryAsync();

        var ruleSet = RuleSetReader.ReadStored(await StricterAsync());
        GC.Collect();
        var before = Process.GetCurrentProcess().WorkingSet64;
        var watch = Stopwatch.StartNew();
        var now = TimeProvider.System.GetUtcNow();
        var policy = ChannelPolicy.From(
            LoadSeeds.ReadPolicies("green-channel-policies/")[^1].Policy
        );
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var run = Guid.CreateVersion7(now);
        await using var connection = await source.OpenConnectionAsync();
        await using var writer = await SimulationRunSql.BeginFilingsAsync(connection, default);
        var result = await SimulateRuleSet.RunAsync(
            SimulationSql.FilingsAsync(source, (now.AddYears(-1), now.AddDays(1)), default),
            new SimulationBase(ruleSet, new Dictionary<string, RuleSet>(), policy, null, today),
            200,
            filing => SimulationRunSql.WriteAsync(writer, run, filing, default),
            default
        );
        await writer.CompleteAsync();
        watch.Stop();
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(
            $"{result.Filings} assessments of 10 lines in {watch.Elapsed.TotalSeconds:F1} s, "
                + $"{result.Filings / watch.Elapsed.TotalSeconds:F0}/s; {result.Changed} changed; "
                + $"resident {before >> 20} MiB before, peak {process.PeakWorkingSet64 >> 20} MiB"
        );
        return result.Filings == Filings && result.Changed == Filings ? 0 : 1;
    }

    /// <summary>The set in force, but every filing is at least of grade MEDIUM.</summary>
    private static async Task<string> StricterAsync()
    {
        var set = JsonNode.Parse(
            await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "rule-set.json"))
        )!;
        set["grades"]!["mediumFrom"]![0]!["value"] = 0;
        return set.ToJsonString();
    }
}
