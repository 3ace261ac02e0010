namespace RebateFlow.Intake.Checks.Form;

/// <summary>
/// Stage one: is the form right in itself? In the order the doubts are fed back. F015 and F016
/// concern packages and do not arise with JSON.
/// </summary>
internal static class FormChecks
{
    public static readonly IReadOnlyList<HeaderCheck> Header =
    [
        HeaderForm.F001_CheckCharacterDiffers,
        HeaderForm.F017_TaxpayerIdMalformed,
        HeaderForm.F002_PeriodMalformed,
        HeaderForm.F003_BatchInUse,
        PeriodForm.F023_PeriodInFuture,
    ];

    public static readonly IReadOnlyList<ExportCheck> Export =
    [
        ExportForm.F004_LineOutOfSequence,
        ExportForm.F005_CustomsLineNumberMalformed,
        ExportForm.F006_CommodityCodeUnknown,
        ExportForm.F007_UnitNotStatutory,
        ExportForm.F008_ExportDateInFuture,
        ExportForm.F009_AssociationNumberMalformed,
        ExportForm.F018_ValueMissing,
        ExportForm.F019_AssociationOfAnotherBatch,
        ExportForm.F021_CustomsDistrictUnknown,
        ExportForm.F022_BusinessTypeUnknown,
        PeriodForm.F024_PeriodBeforeExport,
        CodeListForm.F025_CurrencyUnknown,
        CodeListForm.F026_CountryUnknown,
        CodeListForm.F027_SourceRegionUnknown,
    ];

    public static readonly IReadOnlyList<PurchaseCheck> Purchase =
    [
        PurchaseForm.F004_LineOutOfSequence,
        PurchaseForm.F009_AssociationNumberMalformed,
        PurchaseForm.F013_VoucherNumberMalformed,
        PurchaseForm.F014_TaxDiffersFromBaseTimesRate,
        PurchaseForm.F019_AssociationOfAnotherBatch,
        PurchaseForm.F020_YearOfNumberDiffers,
    ];

    public static readonly IReadOnlyList<AssociationCheck> Association =
    [
        AssociationForm.F010_NoPurchaseLine,
        AssociationForm.F011_NoExportLine,
        AssociationForm.F012_SeveralCustomsLines,
    ];
}
