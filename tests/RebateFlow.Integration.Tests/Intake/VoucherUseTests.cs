using System.Text.Json.Nodes;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Intake;

/// <summary>
/// A voucher counts once, however many filings claim it at the same moment: the database refuses
/// what exceeds it.
/// </summary>
public sealed class VoucherUseTests(SharedInstallation shared)
{
    [Fact]
    public async Task Sixty_four_clients_that_claim_one_invoice_at_once_never_exceed_it()
    {
        var installation = await shared.GetAsync();
        var first = shared.NewFiling() with { VoucherQuantity = 100m };
        await installation.FeedReferenceAsync(first.Exporter);
        // Each wants 3 of the 100 pieces: 33 can have them.
        var filings = Enumerable
            .Range(1, 64)
            .Select(batch =>
                first with
                {
                    Serial = (first.Serial * 1000) + batch,
                    VoucherSerial = first.VoucherSerial,
                    CustomsSerial = (first.Serial * 1000) + batch,
                    BatchNo = batch,
                    Quantity = 3m,
                }
            )
            .ToList();
        await installation.FeedVouchersAsync(filings);

        var ids = await Task.WhenAll(filings.Select(installation.SubmitAsync));

        var outcomes = await Task.WhenAll(
            ids.Zip(filings, (id, filing) => OutcomeAsync(installation, filing, id))
        );
        Assert.Equal(33, outcomes.Count(outcome => outcome == "CLEAN"));
        Assert.Equal(31, outcomes.Count(outcome => outcome == "BLOCKED"));
        Assert.Equal(
            99m,
            await installation.Intake.Database.QueryAsync<decimal>(
                $"""
                SELECT used_quantity FROM vat_invoice
                WHERE voucher_no = '{first.InvoiceNo(1)}'
                """
            )
        );
    }

    [Fact]
    public async Task A_voucher_used_up_by_one_exporter_blocks_the_next_filing_that_names_it()
    {
        var (installation, filing) = await shared.WithFilingAsync();
        var used = await installation.SubmitAsync(filing);
        await installation.StateBecomesAsync(filing, used, "UNDER_REVIEW");

        var again = filing with { Serial = filing.Serial + 700, BatchNo = 998 };
        var id = await installation.SubmitAsync(again);

        Assert.Equal("BLOCKED", await OutcomeAsync(installation, again, id));
    }

    private static async Task<string> OutcomeAsync(
        Installation installation,
        SampleFiling filing,
        Guid id
    )
    {
        var feedback = await Eventually.GetAsync<JsonNode>(async () =>
            (await installation.SeenByExporterAsync(filing, id))["feedback"]
        );
        return feedback["outcome"]!.GetValue<string>();
    }
}
