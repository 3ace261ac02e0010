namespace RebateFlow.Intake.Checks.Rebates;

/// <summary>The rebate of an attempt, by line and in total, CNY yuan.</summary>
public sealed record RebateResult
{
    /// <summary>
    /// Rebate due 应退税额: sum of the lines (ER) or row 18 of the summary (ECR), 0 or more.
    /// </summary>
    public required decimal RebateDueCny { get; init; }

    /// <summary>
    /// To be repaid, CNY yuan, 0 or more: what a negative sum of the lines (ER) comes to. A
    /// negative total of a month (ECR) is carried to the next one by rows 13 and 16 instead.
    /// </summary>
    public decimal ToRepayCny { get; init; }

    /// <summary>Of the rebate due, consumption tax 消费税 (ER).</summary>
    public decimal ConsumptionTaxCny { get; init; }

    /// <summary>Exempt-credit amount 免抵税额: row 19 (ECR); 0 for ER.</summary>
    public required decimal ExemptCreditCny { get; init; }

    /// <summary>One entry a purchase line (ER) or export line (ECR), in form order.</summary>
    public required IReadOnlyList<RebateLine> Lines { get; init; }

    /// <summary>
    /// One entry an association (ER), in the order they first appear; empty for ECR.
    /// </summary>
    public required IReadOnlyList<AssociationRebate> Associations { get; init; }

    /// <summary>The 19 rows (ECR); null for ER.</summary>
    public required EcrSummary? Summary { get; init; }
}

/// <summary>The rebate of one line, CNY yuan, with its derivation.</summary>
public sealed record RebateLine
{
    /// <summary>Line number of the purchase line (ER) or export line (ECR).</summary>
    public required string LineNo { get; init; }

    /// <summary>Association number (ER); empty for ECR.</summary>
    public required string AssociationNo { get; init; }

    /// <summary>
    /// Base the rates apply to: part of the invoice (ER), or FOB less materials (ECR).
    /// </summary>
    public required decimal BaseCny { get; init; }

    /// <summary>Levy rate applied, percent.</summary>
    public required decimal VatRatePercent { get; init; }

    /// <summary>Rebate rate applied, percent.</summary>
    public required decimal RebateRatePercent { get; init; }

    /// <summary>Rebate of the line (ER) or its ECR tax 免抵退税额; negative on an offset.</summary>
    public required decimal RebateCny { get; init; }

    /// <summary>
    /// Base times the difference of both rates: cost increase 征退税差额 (ER) or disallowed tax
    /// 不得免征和抵扣税额 (ECR).
    /// </summary>
    public required decimal RateDifferenceCny { get; init; }

    /// <summary>Bonded material in the goods 进料加工保税进口料件组成计税价格 (ECR).</summary>
    public decimal BondedMaterialCny { get; init; }

    /// <summary>How the figures came about.</summary>
    public required Derivation Derivation { get; init; }
}

/// <summary>The weighted average of an association (ER).</summary>
public sealed record AssociationRebate
{
    /// <summary>Association number 关联号.</summary>
    public required string AssociationNo { get; init; }

    /// <summary>Exported quantity in <see cref="Unit"/>.</summary>
    public required decimal ExportedQuantity { get; init; }

    /// <summary>Purchased quantity in <see cref="Unit"/>.</summary>
    public required decimal PurchasedQuantity { get; init; }

    /// <summary>Unit both are compared in.</summary>
    public required string Unit { get; init; }

    /// <summary>
    /// Average price 加权平均单价, CNY yuan a unit, four places; null when nothing was bought.
    /// </summary>
    public required decimal? AveragePriceCny { get; init; }

    /// <summary>Base of the exported quantity, CNY yuan without VAT.</summary>
    public required decimal BaseCny { get; init; }

    /// <summary>Rebate of all lines of the association, CNY yuan.</summary>
    public required decimal RebateCny { get; init; }

    /// <summary>
    /// Exchange cost 换汇成本, CNY per US dollar, four places; null when FOB is not above 0.
    /// </summary>
    public required decimal? ExchangeCost { get; init; }
}
