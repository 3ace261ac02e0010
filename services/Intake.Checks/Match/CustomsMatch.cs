using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Checks.Reference;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Match;

/// <summary>
/// An export line against the customs record: is there one, whose is it, in what state?
/// </summary>
internal static class CustomsMatch
{
    public static Finding? M101_NoCustomsRecord(CheckedExportLine line) =>
        NoDataMatch.Uncovered(MissingCustoms(line), line);

    internal static Finding? MissingCustoms(CheckedExportLine line) =>
        line is { CustomsLineNo: { } number, Customs: null }
            ? new Finding("M101", "customsDeclarationLineNo", number, "")
            {
                AwaitedFeed = FeedNames.CustomsDeclarations,
                AwaitedKey = number,
            }
            : null;

    /// <summary>Goods exported through an agent are certified to their principal.</summary>
    public static Finding? M102_ConsignorDiffers(CheckedExportLine line)
    {
        if (line.Customs is not { } customs)
            return null;
        var declarant = line.Filing.DeclarantUscc;
        var consignor = CodeText.Normalize(customs.ConsignorUscc);
        if (line.CertificateNo is null)
            return TaxpayerId.AreSame(consignor, declarant) ? null : Differs(consignor);
        if (line.Certificate is not { } certificate)
            return null;
        if (certificate.CustomsDeclarationLineNo != line.CustomsLineNo)
            return Differs(consignor);
        var principal = CodeText.Normalize(certificate.PrincipalUscc);
        return TaxpayerId.AreSame(principal, declarant) ? null : Differs(principal);

        Finding Differs(string expected) =>
            new("M102", "customsDeclarationLineNo", declarant, expected);
    }

    public static Finding? M108_TradeModeNotRebatable(CheckedExportLine line)
    {
        if (line.Customs is not { } customs)
            return null;
        return line.Filing.Info.Reference.TradeModes.TreatmentOf(customs.TradeMode) switch
        {
            RebateTreatment.Refund => null,
            RebateTreatment.EcrProcessing => null,
            RebateTreatment.Review => null,
            RebateTreatment.Exempt => NotRebatable("EXEMPT"),
            RebateTreatment.None => NotRebatable("NONE"),
        };

        Finding NotRebatable(string treatment) =>
            new("M108", "customsDeclarationLineNo", customs.TradeMode, treatment);
    }

    public static Finding? M117_BusinessTypeDoesNotFitTradeMode(CheckedExportLine line)
    {
        if (line.Customs is not { } customs)
            return null;
        var type = CodeText.Normalize(line.Line.RefundBusinessType);
        return line.Filing.Info.Reference.BusinessTypes.GoesWith(type, customs.TradeMode)
            ? null
            : new Finding("M117", "refundBusinessType", type, customs.TradeMode);
    }

    /// <summary>What the table leaves open, or does not have, is for an officer.</summary>
    public static Finding? M118_TradeModeNotDecided(CheckedExportLine line)
    {
        if (line.Customs is not { TradeMode: { } mode })
            return null;
        var modes = line.Filing.Info.Reference.TradeModes;
        return modes.TreatmentOf(mode) != RebateTreatment.Review
            ? null
            : new Finding(
                "M118",
                "customsDeclarationLineNo",
                mode,
                modes.IsKnown(mode) ? WireCode.Of(RebateTreatment.Review) : ""
            );
    }

    public static Finding? M119_ExportDateDiffers(CheckedExportLine line) =>
        line.Customs is { } customs && customs.ExportDate != line.Line.ExportDate
            ? new Finding(
                "M119",
                "exportDate",
                Finding.Day(line.Line.ExportDate),
                Finding.Day(customs.ExportDate)
            )
            : null;

    public static Finding? M109_ThroughBondedZone(CheckedExportLine line) =>
        line.Customs is { ViaBondedZone: true } ? About("M109", line, "") : null;

    public static Finding? M110_MarkedNotRebatable(CheckedExportLine line) =>
        line.Customs is { Status: CustomsStatus.NotRebatable }
            ? About("M110", line, "NOT_REBATABLE")
            : null;

    /// <summary>An offset is how a return is booked, so it passes.</summary>
    public static Finding? M111_ReturnedOrCancelled(CheckedExportLine line) =>
        line.IsOffset || line.Customs is null ? null
        : line.Customs.Status == CustomsStatus.Returned ? About("M111", line, "RETURNED")
        : line.Customs.Status == CustomsStatus.Cancelled ? About("M111", line, "CANCELLED")
        : null;

    public static Finding? M112_Amended(CheckedExportLine line) =>
        line.Customs is { Status: CustomsStatus.Amended } ? About("M112", line, "AMENDED") : null;

    public static Finding? M114_NoAgencyCertificate(CheckedExportLine line) =>
        NoDataMatch.Uncovered(MissingCertificate(line), line);

    internal static Finding? MissingCertificate(CheckedExportLine line) =>
        line is { CertificateNo: { } number, Certificate: null }
            ? new Finding("M114", "agencyCertificateNo", number, "")
            {
                AwaitedFeed = FeedNames.AgencyCertificates,
                AwaitedKey = number,
            }
            : null;

    private static Finding About(string code, CheckedExportLine line, string expected) =>
        new(code, "customsDeclarationLineNo", line.CustomsLineNo ?? "", expected);
}
