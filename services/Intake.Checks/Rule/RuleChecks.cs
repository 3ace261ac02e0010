namespace RebateFlow.Intake.Checks.Rule;

/// <summary>Stage three: do the rules allow it?</summary>
internal static class RuleChecks
{
    public static readonly IReadOnlyList<HeaderCheck> Header =
    [
        EnterpriseRules.R310_NotRegistered,
        EnterpriseRules.R311_Suspended,
        EnterpriseRules.R321_MethodDoesNotFitKind,
    ];

    public static readonly IReadOnlyList<ExportCheck> Export =
    [
        RateRules.R301_RateDiffersFromLibrary,
        RateRules.R302_ZeroRateTaxedAsDomesticSale,
        RateRules.R303_ZeroRateExempt,
        RateRules.R304_RateAmbiguous,
        TimeRules.R306_PastNormalEnd,
        TimeRules.R307_PastLastMonth,
        ForexRules.R308_ForexMaterialMissing,
        ForexRules.R309_NoForexReceipt,
        ForexRules.R331_ForexReceiptDiffers,
        ProcessingRules.R312_BookUnknownOrClosed,
        ProcessingRules.R313_NoAllocationRate,
        ProcessingRules.R314_AllocationRateDiffers,
        ProcessingRules.R315_BookOverdue,
        OffsetRules.R319_OffsetDiffersFromOriginal,
        OffsetRules.R345_OriginalOfBefore,
        ValueRules.R325_NoPrice,
    ];

    public static readonly IReadOnlyList<PurchaseCheck> Purchase =
    [
        RateRules.R301_PurchaseRateDiffersFromLibrary,
        RateRules.R305_LowerRateApplies,
        OffsetRules.R319_PurchaseSignDiffersFromExport,
        OffsetRules.R319_PurchaseDiffersFromOriginal,
        RateRules.R322_ConsumptionTaxNotComparable,
        VoucherRules.R330_VoucherEarnsNoRebate,
    ];

    public static readonly IReadOnlyList<SummaryCheck> Summary =
    [
        SummaryRules.R316_SalesDifferFromVatReturn,
        SummaryRules.R317_NoVatReturn,
        SummaryRules.R318_EndingCreditDiffers,
        SummaryRules.R320_CarriedTaxDiffers,
        SummaryRules.R323_FigureNotComparable,
        SummaryRules.R324_SettlementDiffers,
        SummaryRules.R340_LateMonthBreaksApproved,
        SummaryRules.R332_PreviousCreditDiffers,
    ];
}
