using System.Net;
using System.Text.Json;
using RabbitMQ.Client;
using RebateFlow.Contracts.Intake;
using RebateFlow.Contracts.Risk;
using RebateFlow.Messaging;
using RebateFlow.Testing.Hosts;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Integration.Tests.Risk;

/// <summary>
/// The watchlist changes while filings are under way: on approval, on the first day of an entry, on
/// the day after its last. A queue beside Approval's hears what Risk says. The installation is this
/// class's own, for its clock is moved.
/// </summary>
public sealed class RescreeningTests(TestServers servers) : IAsyncLifetime
{
    private const string Queue = "test-risk-reassessed";

    private readonly Installation installation = new(servers);

    public async ValueTask InitializeAsync()
    {
        await installation.InitializeAsync();
        await using var channel = await installation.Broker.OpenAsync();
        const string Exchange = "rebateflow.risk.risk-reassessed.v1";
        await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Direct, durable: true);
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false);
        foreach (var lane in RebateFlow.Contracts.Lanes.All)
            await channel.QueueBindAsync(Queue, Exchange, lane);
    }

    public ValueTask DisposeAsync() => installation.DisposeAsync();

    [Fact]
    public async Task An_entry_reaches_the_live_filings_it_touches_and_no_others()
    {
        var touched = RiskSteps.Cleared("91120116MA99R5C01W");
        var withdrawn = RiskSteps.Cleared("91120116MA99R5C01W");
        var other = RiskSteps.Cleared("91120116MA99R5C020");
        foreach (var filing in new[] { touched, withdrawn, other })
            await installation.ClearAsync(filing);
        await installation.DecideAsync(withdrawn, "RETURNED");
        var before = await installation.AssessmentOfAsync(touched.PreDeclarationId);

        await installation.ListAsync(RiskSteps.Entry("ENTERPRISE", "91120116MA99R5C01W", level: 1));

        var told = await HeardAsync();
        Assert.Equal(touched.PreDeclarationId, told.PreDeclarationId);
        Assert.Equal((1, 2), (told.AttemptNo, told.SequenceNo));
        Assert.Equal("WATCHLIST", told.Cause);
        Assert.Equal("命中关注信息 91120116MA99R5C01W（1 级）", told.ReasonZh);
        Assert.Equal(1, Assert.Single(told.WatchlistHits).Level);
        Assert.Equal(before["id"]!.GetValue<Guid>(), told.FormerAssessmentId);
        Assert.True(told.Score > before["score"]!.GetValue<int>());
        var after = await installation.AssessmentOfAsync(touched.PreDeclarationId);
        Assert.Equal(told.AssessmentId, after["id"]!.GetValue<Guid>());
        Assert.Equal(
            2,
            await CountAsync(
                $"assessment WHERE uscc = '{touched.Declarant.Uscc}' "
                    + $"AND pre_declaration_id = '{touched.PreDeclarationId}'"
            )
        );
        Assert.Equal(1, await CountAsync("assessment WHERE sequence_no > 1"));
        await ReplayIsSameAsync(told.AssessmentId);
        await ReplayIsSameAsync(told.FormerAssessmentId);
    }

    [Fact]
    public async Task Entries_count_from_their_first_day_and_no_longer_than_their_last()
    {
        var filing = RiskSteps.Cleared("91120116MA99R5C033");
        await installation.ClearAsync(filing);
        var entry = RiskSteps.Entry(
            "COMMODITY",
            "847130",
            level: 2,
            validTo: "2026-04-22",
            validFrom: "2026-04-22"
        );
        await installation.ListAsync(entry);
        await SettledAsync();
        Assert.Equal(1, await CountAsync("assessment"));

        installation.Clock.Advance(TimeSpan.FromDays(2));
        var begun = await HeardAsync();
        installation.Clock.Advance(TimeSpan.FromDays(1));
        var ended = await HeardAsync();

        Assert.Equal("847130", Assert.Single(begun.WatchlistHits).Key);
        Assert.Empty(ended.WatchlistHits);
        Assert.Equal((2, 3), (begun.SequenceNo, ended.SequenceNo));
        Assert.Equal("No longer under 847130 (level 2)", ended.ReasonEn);
        Assert.Equal(begun.AssessmentId, ended.FormerAssessmentId);
    }

    [Fact]
    public async Task A_thousand_changes_screen_each_live_filing_once()
    {
        string[] suppliers = [.. Enumerable.Range(0, 1000).Select(i => $"91120116MB{i:D7}X")];
        Filing[] filings = [.. Enumerable.Range(0, 3).Select(i => BuyingFrom(suppliers, i))];
        foreach (var filing in filings)
            await installation.ClearAsync(filing);
        // A machine under load must not fall silent in the middle of the burst.
        await installation.Risk.StopAsync();
        installation.Risk.Settings["Rescreening:QuietFor"] = "00:00:05";
        installation.Risk.Settings["Rescreening:AtLatestAfter"] = "00:05:00";
        await installation.Risk.StartAsync();

        await Parallel.ForEachAsync(
            suppliers,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (supplier, _) =>
                await installation.ListAsync(RiskSteps.Entry("SUPPLIER", supplier, level: 3))
        );

        var told = new List<RiskReassessed>();
        foreach (var _ in filings)
            told.Add(await HeardAsync());
        await SettledAsync();
        Assert.Equal(
            filings.Select(filing => filing.PreDeclarationId).Order(),
            told.Select(message => message.PreDeclarationId).Order()
        );
        Assert.All(told, message => Assert.Equal(1000, message.WatchlistHits.Count));
        Assert.Equal(0u, await installation.Broker.CountAsync(Queue));
        Assert.Equal(3, await CountAsync("assessment WHERE sequence_no = 2"));
        Assert.Equal(0, await CountAsync("assessment WHERE sequence_no > 2"));
    }

    [Fact]
    public async Task A_new_version_that_says_the_same_tells_nobody()
    {
        var filing = RiskSteps.Cleared("91120116MA99R5C046");
        var entry = RiskSteps.Entry("ENTERPRISE", "91120116MA99R5C046", level: 3);
        var listed = await installation.ListAsync(entry);
        await installation.ClearAsync(filing);

        var revised = await installation.StepAsync(listed, "revision", RiskSteps.Editor, entry);
        await installation.StepAsync(revised, "approval", RiskSteps.Approver);
        await SettledAsync();

        Assert.Equal(1, await CountAsync("assessment"));
    }

    [Fact]
    public async Task A_filing_that_cannot_be_stored_again_does_not_keep_the_others_waiting()
    {
        var poison = RiskSteps.Cleared("91120116MA99R5C06W");
        var other = RiskSteps.Cleared("91120116MA99R5C06W");
        await installation.ClearAsync(poison);
        await installation.ClearAsync(other);
        await installation.Risk.Database.ExecuteAsync(
            $"""
            ALTER TABLE assessment ADD CHECK (
                sequence_no = 1 OR pre_declaration_id <> '{poison.PreDeclarationId}')
            """
        );

        await installation.ListAsync(RiskSteps.Entry("ENTERPRISE", "91120116MA99R5C06W", level: 1));

        Assert.Equal(other.PreDeclarationId, (await HeardAsync()).PreDeclarationId);
        Assert.Equal(
            1,
            await CountAsync($"rescreening WHERE pre_declaration_id = '{poison.PreDeclarationId}'")
        );
    }

    [Fact]
    public async Task Whoever_notes_filings_waits_for_those_that_are_being_screened_again()
    {
        var filing = RiskSteps.Cleared("91120116MA99R5C05X");
        await installation.ClearAsync(filing);
        await Eventually.EqualAsync(
            1L,
            () => CountAsync("reassessment_pass WHERE after_id IS NULL AND NOT has_found")
        );
        await using var connection = await installation.Risk.Database.Direct.OpenConnectionAsync();
        await using var barrier = await connection.BeginTransactionAsync();
        await using var take = connection.CreateCommand();
        take.CommandText = "SELECT pg_advisory_xact_lock(7002005)";
        await take.ExecuteNonQueryAsync();

        await installation.Risk.Database.ExecuteAsync(
            $"INSERT INTO rescreening VALUES ('{filing.PreDeclarationId}', '2026-01-01')"
        );

        await Eventually.EqualAsync(
            1L,
            () =>
                CountAsync(
                    """
                    pg_locks l JOIN pg_database d ON d.oid = l.database
                    WHERE d.datname = current_database() AND l.locktype = 'advisory'
                        AND l.objid = 7002005 AND l.mode = 'ShareLock' AND NOT l.granted
                    """
                )
        );
        await barrier.CommitAsync();
        await SettledAsync();
    }

    private static Filing BuyingFrom(string[] suppliers, int serial)
    {
        var filing = RiskSteps.Cleared($"91120116MA99R5D{serial:D2}X");
        var content = Payload.Unpack<FilingContent>(filing.Content);
        return filing with
        {
            Lane = serial == 0 ? "express" : "ordinary",
            Content = Payload.Pack(
                content with
                {
                    PurchaseLines =
                    [
                        .. suppliers.Select((id, i) => PurchaseFrom(id, $"{i + 1:D8}")),
                    ],
                }
            ),
        };
    }

    private static FiledPurchaseLine PurchaseFrom(string supplier, string lineNo) =>
        new()
        {
            LineNo = lineNo,
            AssociationNo = "",
            VoucherNo = $"1200164140{lineNo}",
            SupplierTaxId = supplier,
            SupplierName = "",
            InvoiceDate = new DateOnly(2026, 1, 10),
            CommodityCode = "8471301000",
            Unit = "台",
            Quantity = 1,
            TaxBaseCny = 100,
            VatRatePercent = 13,
            RebateRatePercent = 13,
            RebateCny = 13,
        };

    private Task<RiskReassessed> HeardAsync() =>
        Eventually.GetAsync(
            async () =>
                await installation.Broker.TakeAsync(Queue) is { } got
                    ? JsonSerializer.Deserialize<RiskReassessed>(got.Body.Span, MessageJson.Options)
                    : null,
            TimeSpan.FromMinutes(1)
        );

    // Nothing is left to look at, and what was to be said has left the outbox.
    private Task SettledAsync() =>
        Eventually.EqualAsync(
            0L,
            async () =>
                await CountAsync("watchlist_change")
                + await CountAsync("rescreening")
                + await CountAsync("outbox")
        );

    private async Task ReplayIsSameAsync(Guid assessmentId)
    {
        var replay = await installation
            .As(RiskSteps.Editor, installation.Risk)
            .PostAsync($"/v1/assessments/{assessmentId}/replay");
        Assert.True(replay.Expect(HttpStatusCode.OK).Json["isSame"]!.GetValue<bool>());
    }

    private Task<long> CountAsync(string what) => installation.Risk.Database.CountAsync(what);
}
