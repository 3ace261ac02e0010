using RebateFlow.Risk.Tests.Builders;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.Vouchers;

namespace RebateFlow.Risk.Tests.Rules;

public sealed class InvoiceUnitUnknownToCustomsTests
{
    public static IEnumerable<TheoryDataRow<Case>> Cases =>
        Case.Read(nameof(InvoiceUnitUnknownToCustoms));

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Every_case_ends_as_its_row_says(Case row)
    {
        var content = Filings.Content with
        {
            ExportLines =
            [
                Filings.ExportLine with
                {
                    Unit = row["declared_unit"],
                    CustomsUnits = row.Words("customs_units"),
                    CustomsDeclarationLineNo = row["customs_line"],
                },
            ],
            PurchaseLines =
            [
                .. row.Words("invoice_units")
                    .Select(unit => Filings.PurchaseLine with { Unit = unit }),
            ],
        };
        row.Check(
            new InvoiceUnitUnknownToCustoms(),
            new Facts(content, Backgrounds.Quiet),
            (InvoiceUnitUnknownToCustoms.Points, 30)
        );
    }
}
