using RebateFlow.Risk.Tests.Builders;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.Vouchers;

namespace RebateFlow.Risk.Tests.Rules;

public sealed class SelfIssuedPurchasesTests
{
    public static IEnumerable<TheoryDataRow<Case>> Cases => Case.Read(nameof(SelfIssuedPurchases));

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Every_case_ends_as_its_row_says(Case row)
    {
        var (amounts, suppliers) = (row.Numbers("tax_bases_cny"), row.Words("suppliers"));
        var lines = row.Words("voucher_kinds")
            .Select(
                (kind, i) =>
                    Filings.PurchaseLine with
                    {
                        LineNo = $"{i + 1:D4}",
                        VoucherKind = kind == "-" ? null : kind,
                        TaxBaseCny = amounts[i],
                        SupplierTaxId = suppliers[i],
                    }
            );
        row.Check(
            new SelfIssuedPurchases(),
            new Facts(Filings.Content with { PurchaseLines = [.. lines] }, Backgrounds.Quiet),
            (SelfIssuedPurchases.LimitPercent, 50),
            (SelfIssuedPurchases.Points, 30)
        );
    }
}
