using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Checks.Reference;

namespace RebateFlow.Intake.Tests.Checks.Rule;

/// <summary>What each kind of voucher earns whom, and from when on.</summary>
public sealed class VoucherRulesTests
{
    [Theory]
    [InlineData(VoucherKind.SpecialInvoice, EnterpriseKind.Ft, "2026-02-05", true)]
    [InlineData(VoucherKind.SpecialInvoice, EnterpriseKind.Cs, "2026-02-05", true)]
    [InlineData(VoucherKind.SpecialInvoice, EnterpriseKind.Ft, "2016-02-05", true)]
    [InlineData(VoucherKind.DigitalInvoice, EnterpriseKind.Ft, "2026-02-05", true)]
    [InlineData(VoucherKind.DigitalInvoice, EnterpriseKind.Cs, "2026-02-05", true)]
    [InlineData(VoucherKind.CustomsPayment, EnterpriseKind.Ft, "2026-02-05", true)]
    [InlineData(VoucherKind.OrdinaryInvoice, EnterpriseKind.Ft, "2026-02-05", false)]
    [InlineData(VoucherKind.OrdinaryInvoice, EnterpriseKind.Cs, "2026-02-05", false)]
    [InlineData(VoucherKind.OrdinaryInvoice, EnterpriseKind.Ft, "2014-02-05", false)]
    [InlineData(VoucherKind.AgencyInvoice, EnterpriseKind.Ft, "2026-02-05", false)]
    [InlineData(VoucherKind.AgencyInvoice, EnterpriseKind.Cs, "2026-02-05", true)]
    [InlineData(VoucherKind.AgencyInvoice, EnterpriseKind.Cs, "2017-11-01", true)]
    [InlineData(VoucherKind.AgencyInvoice, EnterpriseKind.Cs, "2017-10-31", false)]
    public void R330_goes_by_kind_declarant_and_export_date(
        VoucherKind kind,
        EnterpriseKind declarant,
        string exportDate,
        bool earns
    )
    {
        var day = DateOnly.Parse(exportDate, System.Globalization.CultureInfo.InvariantCulture);
        var scene = Scene
            .Er()
            .WithEnterprise(e => e with { Kind = declarant })
            .WithExport(l => l with { ExportDate = day })
            .WithCustoms(c => c with { ExportDate = day })
            .WithPurchase(l => l with { VoucherKind = kind })
            .WithInvoice(v => v with { VoucherKind = kind });

        var outcome = scene.Run();
        Assert.Equal(earns, !outcome.Doubts.Any(doubt => doubt.Code == "R330"));
        Assert.Equal(earns ? 13_000m : 0m, outcome.Rebate.RebateDueCny);
        Assert.True(earns || outcome.Outcome == FeedbackOutcome.Blocked);
    }

    [Fact]
    public void R330_says_it_alone_and_nobody_may_pass_it()
    {
        const string number = "01200260010400000001";
        var scene = Scene
            .Er()
            .WithPurchase(l =>
                l with
                {
                    VoucherKind = VoucherKind.OrdinaryInvoice,
                    VoucherNo = number,
                }
            )
            .WithInvoice(v =>
                v with
                {
                    VoucherKind = VoucherKind.OrdinaryInvoice,
                    VoucherNo = number,
                }
            );
        scene.OnlyRaises("R330").Is("purchase", "0001", "voucherKind", "ORDINARY_INVOICE", "");
        var outcome = scene.Run();
        Assert.Equal(FeedbackOutcome.Blocked, outcome.Outcome);
        Assert.Equal(0m, outcome.Rebate.RebateDueCny);
        Assert.Equal(13_000m, outcome.Rebate.Lines[0].RateDifferenceCny);
    }

    [Fact]
    public void A_kind_is_that_of_the_record()
    {
        var scene = Scene
            .Er()
            .WithInvoice(v => v with { VoucherKind = VoucherKind.OrdinaryInvoice });
        Assert.Equal(["M220", "R330"], scene.Codes());
        Assert.Equal(0m, scene.Run().Rebate.RebateDueCny);
        var agency = Scene
            .Er()
            .WithInvoice(v => v with { VoucherKind = VoucherKind.AgencyInvoice });
        agency.Raises("R330").Is("purchase", "0001", "voucherKind", "AGENCY_INVOICE", "CS");
    }

    [Fact]
    public void Consumption_tax_on_such_a_voucher_earns_nothing_either() =>
        Assert.Equal(
            0m,
            Scene
                .Er()
                .WithInvoice(v => v with { VoucherKind = VoucherKind.OrdinaryInvoice })
                .AddPurchase(l => l with { TaxKind = TaxKind.C, RebatableTax = 4_000m })
                .Run()
                .Rebate.RebateDueCny
        );

    [Fact]
    public void A_change_of_the_law_is_a_row()
    {
        var row = new VoucherKindRow
        {
            Kind = VoucherKind.OrdinaryInvoice,
            ValidFrom = new DateOnly(2026, 2, 5),
            EarnsFor = [EnterpriseKind.Ft],
        };
        var kinds = ReferenceData.Embedded.VoucherKinds.With([row]);
        var day = row.ValidFrom;
        Assert.True(kinds.Earns(row.Kind, day, EnterpriseKind.Ft));
        Assert.False(kinds.Earns(row.Kind, day, EnterpriseKind.Cs));
        Assert.False(kinds.Earns(row.Kind, day.AddDays(-1), EnterpriseKind.Ft));
        Assert.True(kinds.Earns(row.Kind, day, null));
    }
}
