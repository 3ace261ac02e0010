using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Checks.Offsets;
using RebateFlow.Intake.Checks.Rates;
using RebateFlow.Intake.Checks.Rebates;
using RebateFlow.Intake.Checks.Reference;

namespace RebateFlow.Intake.Checks;

/// <summary>
/// A filing joined with the electronic information, so that each check only has to look.
/// </summary>
internal sealed class CheckedFiling
{
    public required SubmittedFiling Filing { get; init; }
    public required ElectronicInformation Info { get; init; }

    /// <summary>Business date of the check.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>Tolerances in force on <see cref="Today"/>.</summary>
    public required CheckLimits Limits { get; init; }

    /// <summary>The declarant's code, normalised.</summary>
    public required string DeclarantUscc { get; init; }

    public required IReadOnlyList<CheckedExportLine> ExportLines { get; init; }
    public required IReadOnlyList<CheckedPurchaseLine> PurchaseLines { get; init; }

    /// <summary>In the order their numbers first appear (ER); empty for ECR.</summary>
    public required IReadOnlyList<Association> Associations { get; init; }

    public bool IsEr => Filing.Method == RebateMethod.Er;
}

/// <summary>An export line with what is known about it.</summary>
internal sealed class CheckedExportLine
{
    public required CheckedFiling Filing { get; init; }
    public required ExportLine Line { get; init; }

    /// <summary>Position on the form, from 1.</summary>
    public required int Ordinal { get; init; }

    /// <summary>Customs line number, normalised; null when its form is wrong (F005).</summary>
    public required string? CustomsLineNo { get; init; }

    /// <summary>Null when there is no electronic information (M101).</summary>
    public required CustomsRecord? Customs { get; init; }

    /// <summary>
    /// Export date that rates, rules and time limits go by: that of customs, or as declared while
    /// there is no record.
    /// </summary>
    public DateOnly ExportDate => Customs?.ExportDate ?? Line.ExportDate;

    /// <summary>Agency certificate, normalised; null when none is given.</summary>
    public required string? CertificateNo { get; init; }
    public required AgencyCertificateRecord? Certificate { get; init; }

    /// <summary>Processing book, normalised; null when none is given.</summary>
    public required string? BookNo { get; init; }
    public required ProcessingBookRecord? Book { get; init; }

    /// <summary>Code that the rates are looked up with, normalised.</summary>
    public required string RatedCode { get; init; }

    /// <summary>Answer of the rate library for the rated code on the export date.</summary>
    public required RateAnswer Rate { get; init; }

    /// <summary>Rates that are applied, whatever was declared.</summary>
    public required AppliedRate Applied { get; init; }

    /// <summary>
    /// FOB in CNY yuan as declared or converted; null when neither is possible (F018).
    /// </summary>
    public required decimal? FobCny { get; init; }

    /// <summary>Quantity in the first statutory unit; null when units are not related.</summary>
    public required decimal? QuantityInUnit1 { get; init; }

    /// <summary>
    /// What lines above this one leave of the customs line, in its first statutory unit.
    /// </summary>
    public decimal RemainingBefore { get; set; }

    /// <summary>Line of the same filing that used the customs line up, or null.</summary>
    public string? UsedUpByLine { get; set; }

    public bool IsOffset => Line.IsOffset;

    /// <summary>What an offset takes back; null on any other line.</summary>
    public TakeBack? TakeBack { get; set; }

    /// <summary>Whether customs booked it under processing with imported materials.</summary>
    public bool IsProcessing =>
        Customs is not null
        && Filing.Info.Reference.TradeModes.TreatmentOf(Customs.TradeMode)
            == RebateTreatment.EcrProcessing;

    /// <summary>
    /// Registered planned rate: that of the last settlement, or before the first one that of the
    /// book; null without a processing book.
    /// </summary>
    public decimal? PlannedRate =>
        Book is null
            ? null
            : Filing.Info.Settlements.RateOn(ExportDate) ?? Book.PlannedAllocationRate;

    /// <summary>Whether the book is closed, or settled for the time of the export.</summary>
    public bool IsBookSettled =>
        Book is { } book
        && (book.Closed || Filing.Info.Settlements.IsSettled(book.BookNo, ExportDate));

    /// <summary>Allocation rate of the line; 0 without a processing book.</summary>
    public decimal AllocationRate =>
        Rebates.AllocationRate.Applied(PlannedRate, Line.PlannedAllocationRate);

    /// <summary>
    /// Order of lines by what they say and not by where they stand: customs line first.
    /// </summary>
    public int CompareByContent(CheckedExportLine other)
    {
        var byCustoms = string.CompareOrdinal(CustomsLineNo, other.CustomsLineNo);
        return byCustoms != 0
            ? byCustoms
            : (Line.ExportDate, Line.Quantity, Line.FobUsd).CompareTo(
                (other.Line.ExportDate, other.Line.Quantity, other.Line.FobUsd)
            );
    }
}

/// <summary>A purchase line with what is known about it.</summary>
internal sealed class CheckedPurchaseLine
{
    public required CheckedFiling Filing { get; init; }
    public required PurchaseLine Line { get; init; }

    /// <summary>Position on the form, from 1.</summary>
    public required int Ordinal { get; init; }

    /// <summary>Voucher number, normalised.</summary>
    public required string VoucherNo { get; init; }

    /// <summary>
    /// The voucher, whichever line of it is taken; null when there is no electronic information
    /// (M201).
    /// </summary>
    public required InvoiceRecord? Voucher { get; init; }

    /// <summary>
    /// The line of the voucher that this line takes; null without a voucher, and when no line is
    /// named or found for certain (M217, M218).
    /// </summary>
    public required InvoiceRecord? Invoice { get; init; }

    /// <summary>What uses of the line of the voucher are counted under.</summary>
    public InvoiceKey Key => new(VoucherNo, Invoice?.LineNo ?? Line.VoucherLineNo ?? 1);

    /// <summary>The voucher for people: with the line where it has several.</summary>
    public string VoucherLabel =>
        Voucher is { FurtherLines.Count: > 0 } && Invoice is not null ? Key.ToString() : VoucherNo;

    /// <summary>What lines above this one leave of the invoice, CNY yuan.</summary>
    public decimal RemainingBefore { get; set; }

    /// <summary>
    /// What lines above this one leave of its quantity; null when it is not counted.
    /// </summary>
    public decimal? RemainingQuantityBefore { get; set; }

    /// <summary>Line of the same filing that used the invoice up, or null.</summary>
    public string? UsedUpByLine { get; set; }

    /// <summary>Null when the association number has the wrong form.</summary>
    public Association? Association { get; private set; }

    /// <summary>Levy rate of the invoice, or as declared while the invoice is not known.</summary>
    public decimal VatRate => Invoice?.VatRate ?? Line.VatRate;

    /// <summary>Kind of the voucher by its record, or as declared while there is none.</summary>
    public VoucherKind VoucherKind => Invoice?.VoucherKind ?? Line.VoucherKind;

    /// <summary>
    /// Whether a voucher of this kind earns the declarant a rebate on the day of the export.
    /// </summary>
    public bool EarnsRebate { get; private set; } = true;

    /// <summary>
    /// Quantity in the invoice's unit; null when units are not related or not known.
    /// </summary>
    public decimal? QuantityInInvoiceUnit =>
        Invoice is { Unit.Length: > 0 }
        && Filing.Info.Reference.Units.Factor(Line.Unit, Invoice.Unit) is { } factor
            ? Line.Quantity * factor
            : null;

    /// <summary>
    /// Rates of the exported goods, the ambiguous ones settled by the declared rate.
    /// </summary>
    public AppliedRate Applied { get; private set; }

    /// <summary>
    /// The lower of the goods' rebate rate and the invoice's levy rate: what was not levied is not
    /// rebated. It matters for suppliers that are small-scale or taxed simply. A voucher that earns
    /// nothing (R330) has none.
    /// </summary>
    public decimal EffectiveRebateRate =>
        EarnsRebate ? Math.Min(VatRate, Applied.RebateRatePercent) : 0m;

    public bool IsOffset => Line.Quantity < 0 || Line.TaxBase < 0;

    /// <summary>What an offset takes back; null on any other line.</summary>
    public TakeBack? TakeBack { get; set; }

    /// <summary>
    /// The base that counts: no more than the invoice has left. What exceeds it is a doubt and is
    /// never rebated, not even within the tolerance. Lines that together claim more by no more than
    /// the tolerance share what is left, whatever their order; beyond it the line that M206 or M209
    /// names has what the lines above it leave.
    /// </summary>
    public decimal CountedBase { get; set; }

    /// <summary>
    /// Order of lines by what they say and not by where they stand: voucher number first.
    /// </summary>
    public int CompareByContent(CheckedPurchaseLine other)
    {
        var byVoucher = InvoiceKey.Order.Compare(Key, other.Key);
        if (byVoucher != 0)
            return byVoucher;
        var byCode = string.CompareOrdinal(Line.CommodityCode, other.Line.CommodityCode);
        return byCode != 0
            ? byCode
            : (Line.RebateRate, Line.Quantity, Line.TaxBase, Line.RebatableTax).CompareTo(
                (
                    other.Line.RebateRate,
                    other.Line.Quantity,
                    other.Line.TaxBase,
                    other.Line.RebatableTax
                )
            );
    }

    /// <summary>Joins the line; the rates of its goods come with the export line.</summary>
    public void JoinTo(Association? association)
    {
        Association = association;
        association?.PurchaseLines.Add(this);
        var answer = association?.Leading?.Rate ?? RateAnswer.Unknown;
        Applied = AppliedRate.Choose(answer, VatRate, Line.RebateRate);
        EarnsRebate =
            association?.Leading is not { } leading
            || Filing.Info.Reference.VoucherKinds.Earns(
                VoucherKind,
                leading.ExportDate,
                Filing.Info.Enterprise?.Kind
            );
    }
}
