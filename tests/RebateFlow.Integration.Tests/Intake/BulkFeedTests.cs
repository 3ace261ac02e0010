using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Integration.Tests.Intake;

/// <summary>
/// A feed fills tables that were almost empty when the statements of the checks were planned
/// (ADR 0019).
/// </summary>
public sealed class BulkFeedTests(TestServers servers)
{
    private const int RowsBefore = 14 * 2;
    private const int BatchSize = 1000;
    private const int Fed = 60 * 99;

    private static readonly string[] VoucherTables = ["vat_invoice", "customs_declaration_line"];

    private static readonly SampleExporter Exporter = new(98);

    [Fact]
    public async Task Checks_look_vouchers_up_by_key_after_a_feed_filled_the_tables()
    {
        await using var installation = new Installation(servers);
        await installation.InitializeAsync();
        var database = installation.Intake.Database;
        // The statistics are to come from the feed and from nobody else.
        foreach (var table in VoucherTables)
            await database.ExecuteAsync($"ALTER TABLE {table} SET (autovacuum_enabled = false)");
        await installation.FeedReferenceAsync(Exporter);
        await FileAsync(installation, from: 1, to: 2);
        foreach (var table in VoucherTables)
            await database.ExecuteAsync($"ANALYZE {table}");
        // More than the five uses after which PostgreSQL keeps one plan for all values.
        await FileAsync(installation, from: 3, to: 14);

        await installation.FeedVouchersAsync([.. Filings(from: 101, to: 160, pairs: 99)]);
        await FileAsync(installation, from: 15, to: 24);

        // A connection that ends tells all that it has read.
        await installation.Intake.StopAsync();
        await Eventually.EqualAsync(0, () => ConnectionsAsync(database));
        foreach (var table in VoucherTables)
        {
            Assert.True(await CounterAsync(database, table, "seq_scan") > 0, "never was small");
            // The first batch of the feed rightly looked through the few rows for each of its own.
            Assert.InRange(
                await CounterAsync(database, table, "seq_tup_read"),
                1,
                (RowsBefore * BatchSize) + Fed - 1
            );
        }
    }

    private static IEnumerable<SampleFiling> Filings(int from, int to, int pairs) =>
        Enumerable
            .Range(from, to - from + 1)
            .Select(serial => new SampleFiling(Exporter, serial) { Pairs = pairs });

    private static async Task FileAsync(Installation installation, int from, int to)
    {
        foreach (var filing in Filings(from, to, pairs: 2))
        {
            await installation.FeedVouchersAsync(filing);
            var id = await installation.SubmitAsync(filing);
            await installation.StateBecomesAsync(filing, id, "UNDER_REVIEW");
        }
    }

    private static Task<long> ConnectionsAsync(ProxiedDatabase database) =>
        database.CountAsync(
            "pg_stat_activity WHERE datname = current_database() "
                + "AND application_name = 'RebateFlow.Intake'"
        );

    private static Task<long> CounterAsync(
        ProxiedDatabase database,
        string table,
        string counter
    ) =>
        database.QueryAsync<long>(
            $"SELECT {counter} FROM pg_stat_user_tables WHERE relname = '{table}'"
        );
}
