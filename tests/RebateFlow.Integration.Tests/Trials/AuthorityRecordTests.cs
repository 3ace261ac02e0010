using System.Net;
using System.Text.Json.Nodes;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Trials;

/// <summary>
/// Story: what is declared is compared with what the authority knows, and the figures go by the
/// latter. Filings that used to clear although the records said otherwise, through feeds and API.
/// </summary>
public sealed class AuthorityRecordTests(TrialInstallation trials)
    : IClassFixture<TrialInstallation>
{
    private Installation Installation => trials.Installation;

    [Fact]
    public async Task Another_export_date_than_that_of_customs_earns_no_rate()
    {
        static void Cells(JsonNode node)
        {
            node["commodityCode"] = TrialInstallation.Cells;
            node["commodityName"] = "光伏电池";
        }
        var filing = trials.NewFiling() with
        {
            OfCustoms = customs =>
            {
                Cells(customs);
                customs["exportDate"] = "2026-04-02";
                (customs["unit1"], customs["unit2"], customs["quantity2"]) = ("个", "千克", "100");
            },
            OfInvoice = invoice => (invoice["commodityName"], invoice["unit"]) = ("光伏电池", "个"),
            OfExport = line =>
            {
                Cells(line);
                (line["exportDate"], line["unit"]) = ("2026-03-31", "个");
            },
            OfPurchase = line =>
            {
                Cells(line);
                line["unit"] = "个";
                (line["rebateRate"], line["rebatableTax"]) = ("9", "1800.00");
            },
        };

        var feedback = await filing.PlayAsync(Installation);

        Assert.Equal("BLOCKED", feedback.Outcome);
        Assert.Equal("0.00", feedback.RebateDue);
        Assert.Equal(["M119", "R302"], feedback.Codes);
        Assert.Equal(("NONE", "2026-03-31", "2026-04-02"), feedback.Doubt("M119"));
    }

    [Theory]
    [InlineData("FT", "ORDINARY_INVOICE", "ORDINARY_INVOICE", "R330", "")]
    [InlineData("FT", "DIGITAL_INVOICE", "ORDINARY_INVOICE", "M220,R330", "")]
    [InlineData("FT", "AGENCY_INVOICE", "AGENCY_INVOICE", "R330", "CS")]
    [InlineData("CS", "AGENCY_INVOICE", "AGENCY_INVOICE", "", "")]
    [InlineData("CS", "DIGITAL_INVOICE", "DIGITAL_INVOICE", "", "")]
    public async Task A_voucher_earns_what_the_law_gives_its_kind(
        string exporter,
        string declared,
        string recorded,
        string codes,
        string earners
    )
    {
        var filing = trials.NewFiling(exporter);
        if (declared == "ORDINARY_INVOICE")
            filing = filing with { InvoiceNo = $"0612{filing.Serial:D8}00000004" };
        filing = filing with
        {
            OfInvoice = invoice => invoice["voucherKind"] = recorded,
            OfPurchase = line => line["voucherKind"] = declared,
        };

        var feedback = await filing.PlayAsync(Installation);

        Assert.Equal(codes, string.Join(',', feedback.Codes));
        Assert.Equal(codes == "" ? "CLEAN" : "BLOCKED", feedback.Outcome);
        Assert.Equal(codes == "" ? "2600.00" : "0.00", feedback.RebateDue);
        if (codes != "")
            Assert.Equal(("NONE", recorded, earners), feedback.Doubt("R330"));
    }

    [Fact]
    public async Task Goods_of_another_name_on_the_invoice_are_for_an_officer()
    {
        var filing = trials.NewFiling() with
        {
            OfInvoice = invoice => invoice["commodityName"] = "塑料玩具",
        };

        var feedback = await filing.PlayAsync(Installation);

        Assert.Equal("PASSABLE", feedback.Outcome);
        Assert.Equal(["M222", "M223"], feedback.Codes);
        Assert.Equal(("OFFICER", "塑料玩具", "车辆用悬挂系统零件"), feedback.Doubt("M222"));
    }

    [Fact]
    public async Task A_name_that_says_more_is_the_same_goods()
    {
        var filing = trials.NewFiling() with
        {
            OfInvoice = invoice =>
                invoice["commodityName"] = "*汽车零配件*车辆用悬挂系统零件（规格X-20）",
        };

        Assert.Equal("CLEAN", (await filing.PlayAsync(Installation)).Outcome);
    }

    [Theory]
    [InlineData("202601", "F024", "202604")]
    [InlineData("200001", "F024", "202604")]
    [InlineData("202603", "F024", "202604")]
    [InlineData("202604", null, null)]
    [InlineData("202606", null, null)]
    [InlineData("202607", "F023", "202606")]
    [InlineData("209912", "F023", "202606")]
    public async Task A_period_follows_the_export_and_has_begun(
        string period,
        string? code,
        string? expected
    )
    {
        var feedback = await (trials.NewFiling() with { Period = period }).PlayAsync(Installation);

        if (code is null)
        {
            Assert.Equal("CLEAN", feedback.Outcome);
            return;
        }
        Assert.Equal("BLOCKED", feedback.Outcome);
        // Such years are no years of a voucher, but of a period alone.
        Assert.Contains(code, feedback.Codes);
        Assert.Equal(("NONE", period, expected!), feedback.Doubt(code));
    }

    [Fact]
    public async Task The_rest_of_a_customs_line_waits_until_the_first_part_is_approved()
    {
        var part = trials.NewFiling() with { Share = 0.6m };
        var first = await part.PlayAsync(Installation);
        Assert.Equal("CLEAN", first.Outcome);
        var rest = part with { Share = 0.4m, BatchNo = 2 };

        var waiting = await rest.SubmitAsync(Installation);

        Assert.Equal("AWAITING_DATA", waiting.Outcome);
        Assert.Equal(["M121"], waiting.Codes);
        Assert.Equal(("NONE", part.CustomsLineNo, "202606-1"), waiting.Doubt("M121"));

        var opened = await Installation.CaseOfAsync(first.Id);
        await Installation.ApproveAsync(opened["id"]!.GetValue<Guid>());
        await BecomesAsync(rest, waiting.Id, "CLEAN");
        Assert.Equal("1040.00", (await rest.ReadAsync(Installation, waiting.Id)).RebateDue);
    }

    [Theory]
    [InlineData("ERROR")]
    [InlineData("WAIVER")]
    public async Task The_rest_of_a_customs_line_goes_on_when_the_first_part_is_withdrawn(
        string kind
    )
    {
        var part = trials.NewFiling() with { Share = 0.6m };
        var first = await part.PlayAsync(Installation);
        var rest = part with { Share = 0.4m, BatchNo = 2 };
        var waiting = await rest.SubmitAsync(Installation);
        Assert.Equal("AWAITING_DATA", waiting.Outcome);

        await EndAsync(part, first.Id, kind);

        await BecomesAsync(rest, waiting.Id, "CLEAN");
    }

    [Fact]
    public async Task No_rest_goes_on_waiting_for_a_part_that_ends_at_the_same_moment() =>
        await Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(async no =>
                {
                    var part = trials.NewFiling() with { Share = 0.6m };
                    var first = await part.PlayAsync(Installation);
                    var rest = part with { Share = 0.4m, BatchNo = 2 };
                    var ends = EndAsync(part, first.Id, no % 2 == 0 ? "ERROR" : "WAIVER");
                    var waiting = await rest.SubmitAsync(Installation);
                    await ends;
                    await BecomesAsync(rest, waiting.Id, "CLEAN");
                })
        );

    [Theory]
    [InlineData("公斤")]
    [InlineData("KG")]
    [InlineData("ｋｇ")]
    [InlineData("035")]
    public async Task A_unit_is_one_by_all_its_names(string unit)
    {
        var filing = trials.NewFiling() with
        {
            OfInvoice = invoice => invoice["unit"] = unit,
            OfPurchase = line => line["unit"] = unit,
        };

        var feedback = await filing.PlayAsync(Installation);

        Assert.Equal(("CLEAN", "2600.00"), (feedback.Outcome, feedback.RebateDue));
    }

    [Fact]
    public async Task Date_and_levy_rate_of_the_invoice_are_compared()
    {
        var filing = trials.NewFiling() with
        {
            OfPurchase = line => (line["invoiceDate"], line["vatRate"]) = ("2026-03-30", "9"),
        };

        var feedback = await filing.PlayAsync(Installation);

        Assert.Equal("BLOCKED", feedback.Outcome);
        Assert.Equal(["M221", "M224"], feedback.Codes);
        Assert.Equal(("OFFICER", "2026-03-30", "2026-02-03"), feedback.Doubt("M221"));
        Assert.Equal(("NONE", "9", "13"), feedback.Doubt("M224"));
        Assert.Equal("2600.00", feedback.RebateDue);
    }

    private async Task EndAsync(TrialFiling filing, Guid id, string kind)
    {
        var answer = await Installation
            .As(filing.Exporter.Bearer, Installation.Intake)
            .PostAsync($"/v1/pre-declarations/{id}/withdrawal", new { kind, reason = "分批有误" });
        answer.Expect(HttpStatusCode.OK);
    }

    private async Task BecomesAsync(TrialFiling filing, Guid id, string outcome) =>
        await Eventually.HoldsAsync(async () =>
            (await filing.ReadAsync(Installation, id)).Outcome == outcome
        );
}
