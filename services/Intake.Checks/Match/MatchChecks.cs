namespace RebateFlow.Intake.Checks.Match;

/// <summary>Stage two: does it agree with the electronic information?</summary>
internal static class MatchChecks
{
    public static readonly IReadOnlyList<ExportCheck> Export =
    [
        CustomsMatch.M101_NoCustomsRecord,
        CustomsMatch.M102_ConsignorDiffers,
        QuantityMatch.M103_AlreadyDeclared,
        QuantityMatch.M104_QuantityExceedsCustoms,
        ValueMatch.M105_FobDiffers,
        GoodsMatch.M106_CommodityCodeDiffers,
        GoodsMatch.M107_CommodityNameDiffers,
        CustomsMatch.M108_TradeModeNotRebatable,
        CustomsMatch.M109_ThroughBondedZone,
        CustomsMatch.M110_MarkedNotRebatable,
        CustomsMatch.M111_ReturnedOrCancelled,
        CustomsMatch.M112_Amended,
        ValueMatch.M113_ExchangeRateOutOfRange,
        CustomsMatch.M114_NoAgencyCertificate,
        GoodsMatch.M115_DeclaredCodeNoExtension,
        NoDataMatch.M116_NoDataFormFiled,
        CustomsMatch.M117_BusinessTypeDoesNotFitTradeMode,
        CustomsMatch.M118_TradeModeNotDecided,
        CustomsMatch.M119_ExportDateDiffers,
        ValueMatch.M120_CurrencyDiffers,
        QuantityMatch.M121_OtherPartUndecided,
    ];

    public static readonly IReadOnlyList<PurchaseCheck> Purchase =
    [
        InvoiceMatch.M201_NoInvoiceRecord,
        InvoiceMatch.M217_LineNotOnInvoice,
        InvoiceMatch.M218_LineNotNamed,
        InvoiceMatch.M202_NotCertified,
        InvoiceMatch.M203_CrossCheckFailed,
        InvoiceMatch.M204_NoCrossCheckYet,
        InvoiceMatch.M214_CrossCheckRequired,
        InvoiceMatch.M205_StatusNotNormal,
        InvoiceAmountMatch.M206_BaseExceedsInvoice,
        InvoiceAmountMatch.M219_TaxIsNotBaseTimesRate,
        InvoiceMatch.M207_SellerDiffers,
        InvoiceMatch.M208_UsedForDeduction,
        InvoiceAmountMatch.M209_AlreadyDeclared,
        InvoiceAmountMatch.M210_UnitMatchesNoCustomsUnit,
        InvoiceMatch.M213_BuyerDiffers,
        InvoiceAmountMatch.M215_CodeDiffersFromExport,
        InvoiceAmountMatch.M216_QuantityExceedsInvoice,
        InvoiceContentMatch.M220_VoucherKindDiffers,
        InvoiceContentMatch.M221_InvoiceDateDiffers,
        InvoiceContentMatch.M222_GoodsDifferFromCustoms,
        InvoiceContentMatch.M223_NameDiffersFromInvoice,
        InvoiceContentMatch.M224_LevyRateDiffers,
        NoDataMatch.M116_PurchaseNoDataFormFiled,
    ];

    public static readonly IReadOnlyList<AssociationCheck> Association =
    [
        AssociationMatch.M211_ExportExceedsPurchase,
        AssociationMatch.M212_PurchaseExceedsExport,
    ];
}
