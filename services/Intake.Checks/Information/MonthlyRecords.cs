namespace RebateFlow.Intake.Checks.Information;

/// <summary>The VAT return 增值税纳税申报表 of the declarant for the period, CNY yuan.</summary>
public sealed record VatReturnRecord
{
    /// <summary>Export sales under the ECR method 免抵退税办法出口销售额.</summary>
    public required decimal EcrSalesCny { get; init; }

    /// <summary>Ending VAT credit 期末留抵税额, 0 or more.</summary>
    public required decimal EndingCredit { get; init; }
}

/// <summary>
/// What other live batches of the declarant have in the same period. The month's VAT return and
/// its credit cover all batches together, so that each may take only what the others leave.
/// </summary>
public sealed record OtherBatches
{
    /// <summary>No other batch.</summary>
    public static readonly OtherBatches None = new() { SalesCny = 0m, RebateDueCny = 0m };

    /// <summary>Sum of row 4, CNY yuan.</summary>
    public required decimal SalesCny { get; init; }

    /// <summary>Sum of row 18, CNY yuan, 0 or more.</summary>
    public required decimal RebateDueCny { get; init; }
}

/// <summary>
/// The last ECR summary of the declarant: of the batch before in the same period, else of the last
/// period before.
/// </summary>
public sealed record PriorEcrSummary
{
    /// <summary>Period, yyyyMM.</summary>
    public required string Period { get; init; }

    /// <summary>Row 16, carried to the next period, CNY yuan, 0 or more.</summary>
    public required decimal CarryForwardEcr { get; init; }
}
