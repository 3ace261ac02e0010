using System.Diagnostics;
using System.Text.Json.Serialization;
using RebateFlow.Intake.Checks.Rebates;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.PreDeclarations;

/// <summary>How a figure came about.</summary>
/// <param name="Formula">Name of the formula.</param>
/// <param name="Text">The formula with its numbers, for a person.</param>
/// <param name="Values">The numbers.</param>
/// <param name="Voucher">Where the base comes from.</param>
/// <param name="RateRow">Row of the rate library.</param>
public sealed record DerivationView(
    string Formula,
    string Text,
    IReadOnlyList<DerivedValueView> Values,
    string Voucher,
    string RateRow
)
{
    internal static DerivationView Of(Derivation derivation, bool isChinese) =>
        new(
            FormulaOf(derivation),
            DerivationText.Of(derivation, isChinese),
            ValuesOf(derivation),
            derivation.Voucher,
            DerivationText.Of(derivation.RateRow)
        );

    private static string FormulaOf(Derivation derivation) =>
        derivation switch
        {
            ErLineDerivation => "ER_LINE",
            ErLowerRateDerivation => "ER_LINE_LOWER_RATE",
            ErConsumptionTaxDerivation => "ER_CONSUMPTION_TAX",
            EcrLineDerivation => "ECR_LINE",
            EcrProcessingLineDerivation => "ECR_PROCESSING_LINE",
            ErOffsetDerivation => "ER_OFFSET",
            EcrOffsetDerivation => "ECR_OFFSET",
            ErNoRebateDerivation or EcrNoRebateDerivation => "NO_REBATE",
            _ => throw new UnreachableException(),
        };

    private static DerivedValueView[] ValuesOf(Derivation derivation) =>
        derivation switch
        {
            ErLineDerivation line => [.. Share(line), .. Rebate(line)],
            ErLowerRateDerivation line =>
            [
                .. Share(line),
                new("libraryRate", line.LibraryRatePercent),
                .. Rebate(line),
            ],
            ErConsumptionTaxDerivation line =>
            [
                .. Share(line),
                new("declaredTax", line.DeclaredTaxCny),
                new("rebate", line.RebateCny),
            ],
            ErNoRebateDerivation line =>
            [
                .. Share(line),
                new("vatRate", line.VatRatePercent),
                new("rateDifference", line.CostIncreaseCny),
            ],
            ErOffsetDerivation line =>
            [
                .. Share(line),
                new("originalTaxBase", line.OriginalTaxBaseCny),
                new("originalRebate", line.OriginalRebateCny),
                new("rebate", line.RebateCny),
                new("rateDifference", line.CostIncreaseCny),
            ],
            EcrOffsetDerivation line =>
            [
                .. Net(line),
                new("originalFobCny", line.OriginalFobCny),
                new("originalRebate", line.OriginalEcrTaxCny),
                new("rebate", line.EcrTaxCny),
                new("rateDifference", line.DisallowedTaxCny),
            ],
            EcrRatedDerivation line =>
            [
                .. Net(line),
                new("vatRate", line.VatRatePercent),
                new("rebateRate", line.RebateRatePercent),
                new("rebate", line.EcrTaxCny),
                new("rateDifference", line.DisallowedTaxCny),
            ],
            EcrNoRebateDerivation line => Net(line),
            _ => throw new UnreachableException(),
        };

    private static DerivedValueView[] Share(ErDerivation line) =>
        [
            new("taxBase", line.TaxBaseCny),
            new("exportedQuantity", line.ExportedQuantity),
            new("purchasedQuantity", line.PurchasedQuantity),
            new("base", line.BaseCny),
        ];

    private static DerivedValueView[] Rebate(ErRatedDerivation line) =>
        [
            new("vatRate", line.VatRatePercent),
            new("rebateRate", line.RebateRatePercent),
            new("rebate", line.RebateCny),
            new("rateDifference", line.CostIncreaseCny),
        ];

    private static DerivedValueView[] Net(EcrDerivation line) =>
        [
            new("fobCny", line.FobCny),
            new("allocationRate", line.AllocationRate),
            new("bondedMaterial", line.BondedMaterialCny),
            new("exemptMaterial", line.ExemptMaterialCny),
            new("base", line.BaseCny),
        ];
}

/// <summary>A number of a derivation.</summary>
/// <param name="Name">API name, such as fobCny.</param>
/// <param name="Value">Yuan, percent, quantity or fraction, as the name says.</param>
public sealed record DerivedValueView(
    string Name,
    [property: JsonConverter(typeof(DecimalJsonConverter))] decimal Value
);
