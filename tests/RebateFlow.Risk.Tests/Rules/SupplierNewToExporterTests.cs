using RebateFlow.Risk.Tests.Builders;
using RebateFlow.RiskScoring.Rules.Exporters;
using RebateFlow.RiskScoring.Rules.FilingFacts;

namespace RebateFlow.Risk.Tests.Rules;

public sealed class SupplierNewToExporterTests
{
    public static IEnumerable<TheoryDataRow<Case>> Cases =>
        Case.Read(nameof(SupplierNewToExporter));

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Every_case_ends_as_its_row_says(Case row)
    {
        var quiet = Backgrounds.Quiet;
        var background = quiet with
        {
            Header = quiet.Header with { FirstDeclaredOn = row.Date("first_declared_on") },
            History = quiet.History with
            {
                HasLastYear = row["has_last_year"] == "yes",
                SuppliersLastYear = row.Words("last_year_suppliers"),
            },
        };
        var content = Filings.Content with
        {
            PurchaseLines =
            [
                .. row.Words("suppliers")
                    .Select(id => Filings.PurchaseLine with { SupplierTaxId = id }),
            ],
        };
        row.Check(
            new SupplierNewToExporter(),
            new Facts(content, background),
            (SupplierNewToExporter.Points, 5)
        );
    }
}
