using System.Globalization;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Rates;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Form;

/// <summary>Form of an export line.</summary>
internal static class ExportForm
{
    public static Finding? F004_LineOutOfSequence(CheckedExportLine line) =>
        LineNumbers.IsAt(line.Line.LineNo, line.Ordinal)
            ? null
            : OutOfSequence(line.Line.LineNo, line.Ordinal);

    public static Finding? F005_CustomsLineNumberMalformed(CheckedExportLine line) =>
        line.CustomsLineNo is null
            ? new Finding(
                "F005",
                "customsDeclarationLineNo",
                line.Line.CustomsDeclarationLineNo,
                "18 + 0 + 01-99"
            )
            : null;

    /// <summary>A code that is not that of customs is M106's business.</summary>
    public static Finding? F006_CommodityCodeUnknown(CheckedExportLine line) =>
        line.Rate.Kind == RateAnswerKind.Unknown
        && line.RatedCode == CodeText.Normalize(line.Line.RatedCommodityCode)
            ? new Finding(
                "F006",
                line.Line.RatedCommodityCode == line.Line.CommodityCode
                    ? "commodityCode"
                    : "declaredCommodityCode",
                line.Line.RatedCommodityCode,
                Finding.Day(line.ExportDate)
            )
            : null;

    /// <summary>
    /// A unit of the customs line itself is statutory, whatever the library's text says.
    /// </summary>
    public static Finding? F007_UnitNotStatutory(CheckedExportLine line)
    {
        if (line.Rate.Row is not { Unit1.Length: > 0 } row)
            return null;
        var units = line.Filing.Info.Reference.Units;
        var unit = line.Line.Unit;
        var isStatutory =
            units.AreSame(row.Unit1, unit)
            || units.AreSame(row.Unit2, unit)
            || (
                line.Customs is { } customs
                && (units.AreSame(customs.Unit1, unit) || units.AreSame(customs.Unit2, unit))
            );
        return isStatutory
            ? null
            : new Finding(
                "F007",
                "unit",
                unit,
                string.IsNullOrEmpty(row.Unit2) ? row.Unit1 : $"{row.Unit1}/{row.Unit2}"
            );
    }

    public static Finding? F008_ExportDateInFuture(CheckedExportLine line) =>
        line.Line.ExportDate > line.Filing.Today
            ? new Finding(
                "F008",
                "exportDate",
                Finding.Day(line.Line.ExportDate),
                Finding.Day(line.Filing.Today)
            )
            : null;

    public static Finding? F009_AssociationNumberMalformed(CheckedExportLine line) =>
        line.Filing.IsEr ? Malformed(line.Line.AssociationNo) : null;

    /// <summary>
    /// A quantity of zero would leave the customs line unused, and without CNY nothing can be
    /// computed.
    /// </summary>
    public static Finding? F018_ValueMissing(CheckedExportLine line) =>
        line.Line.Quantity == 0
            ? new Finding("F018", "quantity", Finding.Number(line.Line.Quantity), "quantity")
        : line.FobCny is null && !line.Filing.IsEr ? new Finding("F018", "fobCny", "", "fobCny")
        : null;

    public static Finding? F019_AssociationOfAnotherBatch(CheckedExportLine line) =>
        line.Filing.IsEr ? OfAnotherBatch(line.Line.AssociationNo, line.Filing.Filing) : null;

    /// <summary>
    /// The district opens the declaration number, and customs names the one the goods left by.
    /// </summary>
    public static Finding? F021_CustomsDistrictUnknown(CheckedExportLine line)
    {
        var districts = line.Filing.Info.Reference.CustomsDistricts;
        var unknown =
            line.CustomsLineNo is { } number && !districts.IsKnown(number.AsSpan(0, 4))
                ? number[..4]
            : line.Customs is { CustomsDistrict: { Length: > 0 } left } && !districts.IsKnown(left)
                ? left
            : null;
        return unknown is null
            ? null
            : new Finding("F021", "customsDeclarationLineNo", unknown, "");
    }

    public static Finding? F022_BusinessTypeUnknown(CheckedExportLine line)
    {
        var type = CodeText.Normalize(line.Line.RefundBusinessType);
        return type.Length == 0 || line.Filing.Info.Reference.BusinessTypes.IsKnown(type)
            ? null
            : new Finding("F022", "refundBusinessType", type, "");
    }

    /// <summary>
    /// An association number begins with period and batch of the filing it is given in; one of
    /// another filing would join lines across both.
    /// </summary>
    public static Finding? OfAnotherBatch(string? associationNo, SubmittedFiling filing)
    {
        if (
            !AssociationNo.TryParse(associationNo, out var number)
            || !Period.TryParse(filing.Period, out var period)
            || (number.Period == period && number.BatchNo == filing.BatchNo)
        )
            return null;
        var start = string.Create(
            CultureInfo.InvariantCulture,
            $"{filing.Period}{filing.BatchNo:000}"
        );
        return new Finding("F019", "associationNo", number.Value, start);
    }

    public static Finding OutOfSequence(string lineNo, int ordinal) =>
        new("F004", "lineNo", lineNo, LineNumbers.At(ordinal));

    public static Finding? Malformed(string? associationNo) =>
        AssociationNo.TryParse(associationNo, out _)
            ? null
            : new Finding("F009", "associationNo", associationNo ?? "", "yyyyMM + 3 + 1-8");
}
