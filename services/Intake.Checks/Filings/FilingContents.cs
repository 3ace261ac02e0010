using RebateFlow.Contracts.Intake;
using RebateFlow.Intake.Checks.Doubts;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Checks.Rebates;
using RebateFlow.Intake.Checks.Reference;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Filings;

/// <summary>Makes the payload for Risk and Approval of a cleared attempt.</summary>
internal static class FilingContents
{
    public static FilingContent Of(
        CheckedFiling filing,
        RebateResult rebate,
        IReadOnlyList<Doubt> doubts
    )
    {
        var taxes = filing.IsEr
            ? TaxesByAssociation(filing, rebate)
            : [.. rebate.Lines.Select(l => l.RebateCny)];
        var exportLines = new FiledExportLine[filing.ExportLines.Count];
        for (var i = 0; i < exportLines.Length; i++)
            exportLines[i] = Filed(filing.ExportLines[i], taxes[i]);
        var purchaseLines = new FiledPurchaseLine[filing.PurchaseLines.Count];
        for (var i = 0; i < purchaseLines.Length; i++)
            purchaseLines[i] = Filed(filing.PurchaseLines[i], rebate.Lines[i]);

        return new FilingContent
        {
            ExportLines = exportLines,
            PurchaseLines = purchaseLines,
            EcrSummary = rebate.Summary is { } summary ? Filed(summary) : null,
            Doubts = [.. doubts.Select(Filed)],
        };
    }

    /// <summary>
    /// An association's rebate is shared by its export lines in proportion of quantity.
    /// </summary>
    private static decimal[] TaxesByAssociation(CheckedFiling filing, RebateResult rebate)
    {
        var taxes = new decimal[filing.ExportLines.Count];
        for (var i = 0; i < filing.Associations.Count; i++)
        {
            var lines = filing.Associations[i].ExportLines;
            var weights = new decimal[lines.Count];
            for (var j = 0; j < weights.Length; j++)
                weights[j] = Math.Abs(lines[j].Line.Quantity);
            var parts = Money.Split(
                rebate.Associations[i].RebateCny,
                weights,
                (one, other) => lines[one].CompareByContent(lines[other])
            );
            for (var j = 0; j < parts.Length; j++)
                taxes[lines[j].Ordinal - 1] = parts[j];
        }
        return taxes;
    }

    private static FiledExportLine Filed(CheckedExportLine line, decimal rebateCny) =>
        new()
        {
            LineNo = line.Line.LineNo,
            AssociationNo = CodeText.Normalize(line.Line.AssociationNo),
            CustomsDeclarationLineNo = line.CustomsLineNo ?? line.Line.CustomsDeclarationLineNo,
            ExportDate = line.ExportDate,
            CommodityCode = CodeText.Normalize(line.Line.CommodityCode),
            CommodityName = line.Line.CommodityName,
            Unit = line.Filing.Info.Reference.Units.NameOf(line.Line.Unit),
            Quantity = line.Line.Quantity,
            FobUsd = line.Line.FobUsd,
            FobCny = line.FobCny ?? 0m,
            CustomsUnits = CustomsUnitsOf(line.Customs, line.Filing.Info.Reference.Units),
            CustomsQuantities = CustomsQuantitiesOf(line.Customs),
            CustomsDistrict = line.Customs?.CustomsDistrict ?? "",
            SourceRegion = line.Customs?.SourceRegion ?? "",
            DestinationCountry = line.Customs?.DestinationCountry ?? "",
            TradeMode = line.Customs?.TradeMode ?? "",
            RebateRatePercent = line.Applied.RebateRatePercent,
            RebateCny = rebateCny,
        };

    private static FiledPurchaseLine Filed(CheckedPurchaseLine line, RebateLine rebate) =>
        new()
        {
            LineNo = line.Line.LineNo,
            AssociationNo = rebate.AssociationNo,
            VoucherNo = line.VoucherNo,
            VoucherLineNo =
                line.Voucher is { FurtherLines.Count: > 0 } || line.Key.LineNo != 1
                    ? line.Key.LineNo
                    : null,
            VoucherKind = WireCode.Of(line.VoucherKind),
            SupplierTaxId = TaxpayerId.Fuller(line.Line.SupplierTaxId, line.Invoice?.SellerTaxId),
            SupplierName = line.Invoice?.SellerName ?? "",
            InvoiceDate = line.Invoice?.InvoiceDate ?? line.Line.InvoiceDate,
            CommodityCode = CodeText.Normalize(line.Line.CommodityCode),
            Unit = line.Filing.Info.Reference.Units.NameOf(line.Line.Unit),
            Quantity = line.Line.Quantity,
            TaxBaseCny = line.Line.TaxBase,
            VatRatePercent = rebate.VatRatePercent,
            RebateRatePercent = rebate.RebateRatePercent,
            RebateCny = rebate.RebateCny,
        };

    private static FiledEcrSummary Filed(EcrSummary summary) =>
        new()
        {
            DisallowedTaxTotal = summary.DisallowedTaxTotal,
            EcrTax = summary.EcrTax,
            CarriedForwardEcr = summary.CarriedForwardEcr,
            EcrTotal = summary.EcrTotal,
            CarryForwardEcr = summary.CarryForwardEcr,
            EndingCredit = summary.EndingCredit,
            RebateDue = summary.RebateDue,
            ExemptCredit = summary.ExemptCredit,
        };

    private static FiledDoubt Filed(Doubt doubt) =>
        new()
        {
            DoubtNo = doubt.DoubtNo,
            Code = doubt.Code,
            Level = WireCode.Of(doubt.Level),
            PassableBy = WireCode.Of(doubt.PassableBy),
            Form = doubt.Form,
            Place = doubt.Place,
            Field = doubt.Field,
            Declared = doubt.Declared,
            Expected = doubt.Expected,
            TextZh = doubt.TextZh,
            TextEn = doubt.TextEn,
        };

    private static IReadOnlyList<string> CustomsUnitsOf(CustomsRecord? customs, UnitTable units) =>
        customs is null ? []
        : string.IsNullOrEmpty(customs.Unit2) ? [units.NameOf(customs.Unit1)]
        : [units.NameOf(customs.Unit1), units.NameOf(customs.Unit2)];

    private static decimal[]? CustomsQuantitiesOf(CustomsRecord? customs) =>
        customs is null ? null
        : string.IsNullOrEmpty(customs.Unit2) ? [customs.Quantity1]
        : [customs.Quantity1, customs.Quantity2 ?? 0m];
}
