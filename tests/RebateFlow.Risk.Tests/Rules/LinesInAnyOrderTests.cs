using System.Globalization;
using CsCheck;
using RebateFlow.Contracts.Intake;
using RebateFlow.Risk.Tests.Builders;
using RebateFlow.RiskScoring.Rules;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.Prices;
using RebateFlow.RiskScoring.Rules.Vouchers;

namespace RebateFlow.Risk.Tests.Rules;

/// <summary>
/// Rules take short cuts where lines come in the order of their numbers, or where a line lies
/// between others that were judged. What they say is what they would say without.
/// </summary>
public sealed class LinesInAnyOrderTests
{
    private static readonly Gen<(int Association, int Voucher, int Quantity, int Amount)> line =
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 8], Gen.Int[1, 9], Gen.Int[-3, 40]);

    private static readonly Gen<FilingContent> filing = Gen.Select(
            line.List[1, 12],
            line.List[1, 12],
            Gen.Bool
        )
        .Select(
            (exports, purchases, inOrder) =>
                new FilingContent
                {
                    ExportLines = InOrder(exports.Select(Export), inOrder, l => l.AssociationNo),
                    PurchaseLines = InOrder(
                        purchases.Select(Purchase),
                        inOrder,
                        l => l.AssociationNo
                    ),
                    EcrSummary = null,
                    Doubts = [],
                }
        );

    [Fact]
    public void Associations_are_the_sums_of_their_lines_in_the_order_of_the_exports() =>
        filing.Sample(content =>
        {
            var expected = content
                .ExportLines.Select(l => l.AssociationNo)
                .Concat(content.PurchaseLines.Select(l => l.AssociationNo))
                .Distinct()
                .Select(number =>
                {
                    var exports = content.ExportLines.Where(l => l.AssociationNo == number);
                    var bought = content.PurchaseLines.Where(l => l.AssociationNo == number);
                    return (
                        number,
                        exports.Sum(l => l.FobUsd),
                        bought.Sum(l => l.TaxBaseCny),
                        bought.Sum(l => l.TaxBaseCny * l.VatRatePercent / 100 - l.RebateCny),
                        exports.FirstOrDefault()
                    );
                });
            var facts = new Facts(content, Backgrounds.Quiet);
            Assert.Equal(
                expected,
                facts
                    .Associations.ToList()
                    .Select(a => (a.AssociationNo, a.FobUsd, a.TaxBaseCny, a.TaxCny, a.ExportLine))
            );
            Assert.Equal(expected.Count(), facts.Associations.Count);
        });

    [Fact]
    public void A_purchase_line_finds_the_first_export_line_of_its_association() =>
        filing.Sample(content =>
        {
            var associations = new Facts(content, Backgrounds.Quiet).Associations;
            var place = 0;
            for (var i = 0; i < content.PurchaseLines.Count; i++)
            {
                var number = content.PurchaseLines[i].AssociationNo;
                Assert.Same(
                    content.ExportLines.FirstOrDefault(l => l.AssociationNo == number),
                    associations.ExportLineOf(i, ref place)
                );
            }
        });

    [Fact]
    public void Declarations_are_counted_once_each() =>
        filing.Sample(content =>
        {
            var known = content.ExportLines.DistinctBy(l => l.CustomsDeclarationLineNo[..18]);
            Assert.Equal(
                new DeclarationCount(known.Count(), known.Count(l => l.CustomsDistrict != "0202")),
                DeclarationCount.Of(content.ExportLines.ToArray(), "0202")
            );
        });

    [Fact]
    public void Invoices_under_the_limit_are_the_same_when_another_voucher_comes_last() =>
        filing.Sample(content =>
        {
            // A voucher number lower than all others: the lines are in no order then.
            var last = Filings.PurchaseLine with
            {
                VoucherNo = "0",
                TaxBaseCny = 0,
            };
            var more = content with { PurchaseLines = [.. content.PurchaseLines, last] };
            Assert.Equal(JustUnder(content), JustUnder(more));
        });

    [Fact]
    public void Prices_and_costs_are_judged_alike_in_any_order() =>
        filing.Sample(content =>
        {
            var turned = content with
            {
                ExportLines = [.. content.ExportLines.Reverse()],
                PurchaseLines = [.. content.PurchaseLines.Reverse()],
            };
            Assert.Equal(Verdict(Price(content)), Verdict(Price(turned)));
            Assert.Equal(Verdict(Cost(content)), Verdict(Cost(turned)));
        });

    private static RuleResult JustUnder(FilingContent content) =>
        Case.Judge(
            new InvoicesJustUnderLimit(),
            new Facts(content, Backgrounds.Quiet),
            (InvoicesJustUnderLimit.FaceLimit, 40),
            (InvoicesJustUnderLimit.WithinPercent, 80),
            (InvoicesJustUnderLimit.MinInvoices, 2),
            (InvoicesJustUnderLimit.Points, 5)
        );

    private static RuleResult Price(FilingContent content) =>
        Case.Judge(
            new UnitPriceAbovePeers(),
            new Facts(
                content,
                Backgrounds.Quiet with
                {
                    Peers =
                    [
                        new PeerPrice
                        {
                            CommodityCode = Filings.ExportLine.CommodityCode,
                            Unit = Filings.ExportLine.Unit,
                            Filings = 50,
                            MeanUsd = 3,
                            MedianUsd = 3,
                            MadUsd = 1,
                        },
                    ],
                }
            ),
            (UnitPriceAbovePeers.LimitPercent, 50),
            (UnitPriceAbovePeers.GraveLimitPercent, 300),
            (UnitPriceAbovePeers.MinFilings, 10),
            (UnitPriceAbovePeers.MinDeviations, 2),
            (UnitPriceAbovePeers.Points, 5),
            (UnitPriceAbovePeers.PointsGrave, 15)
        );

    private static RuleResult Cost(FilingContent content) =>
        Case.Judge(
            new ExchangeCostOutsideBand(),
            new Facts(content, Backgrounds.Quiet),
            (ExchangeCostOutsideBand.Max, 8),
            (ExchangeCostOutsideBand.Min, 0.1m),
            (ExchangeCostOutsideBand.WithTax, 1),
            (ExchangeCostOutsideBand.PointsAbove, 15),
            (ExchangeCostOutsideBand.PointsBelow, 5)
        );

    // The places are told in form order, the figures before them are those of all lines.
    private static (RuleOutcome, int, string) Verdict(RuleResult result) =>
        (
            result.Outcome,
            result.Points,
            result.Outcome is RuleOutcome.Error ? "" : result.EvidenceEn.Split(':')[0]
        );

    private static FiledExportLine Export(
        (int Association, int Voucher, int Quantity, int Fob) l
    ) =>
        Filings.ExportLine with
        {
            AssociationNo = Number(l.Association),
            CustomsDeclarationLineNo = $"{l.Voucher:D18}001",
            CustomsDistrict = l.Voucher % 2 == 0 ? "0202" : "0901",
            Quantity = l.Quantity,
            FobUsd = l.Fob,
        };

    private static FiledPurchaseLine Purchase((int Association, int No, int, int Cny) l) =>
        Filings.PurchaseLine with
        {
            AssociationNo = Number(l.Association),
            VoucherNo = $"{l.No:D20}",
            SupplierTaxId = $"S{l.No % 2}",
            TaxBaseCny = l.Cny,
            RebateCny = l.Cny * 0.13m,
        };

    private static string Number(int association) =>
        string.Create(CultureInfo.InvariantCulture, $"202601001{association:D8}");

    private static List<T> InOrder<T>(IEnumerable<T> lines, bool inOrder, Func<T, string> key) =>
        inOrder ? [.. lines.OrderBy(key, StringComparer.Ordinal)] : [.. lines];
}
