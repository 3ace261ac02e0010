namespace RebateFlow.Intake.Checks;

/// <summary>The VAT return 增值税纳税申报表 of the declarant for the period, CNY yuan.</summary>
public sealed record VatReturnRecord
{
    /// <summary>Export sales under the ECR method 免抵退税办法出口销售额.</summary>
    public required decimal EcrSalesCny { get; init; }

    /// <summary>Ending VAT credit 期末留抵税额, 0 or more.</summary>
    public required decimal EndingCredit { get; init; }
}

/// <summary>The last ECR summary of the declarant before the period.</summary>
public sealed record PriorEcrSummary
{
    /// <summary>Period, yyyyMM.</summary>
    public required string Period { get; init; }

    /// <summary>Row 16, carried to the next period, CNY yuan, 0 or more.</summary>
    public required decimal CarryForwardEcr { get; init; }
}

/// <summary>A line declared earlier, which an offset line takes back.</summary>
public sealed record OriginalExportLine
{
    /// <summary>Customs declaration line, 21 characters.</summary>
    public required string CustomsDeclarationLineNo { get; init; }

    /// <summary>Commodity code.</summary>
    public required string CommodityCode { get; init; }

    /// <summary>Quantity declared then.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>FOB in US dollars declared then.</summary>
    public required decimal FobUsd { get; init; }
}
