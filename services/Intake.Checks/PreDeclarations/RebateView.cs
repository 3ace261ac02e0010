using System.Text.Json.Serialization;
using RebateFlow.Intake.Checks.Rebates;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.PreDeclarations;

/// <summary>The rebate as the API shows it, CNY yuan.</summary>
public sealed record RebateView
{
    /// <summary>Rebate due 应退税额.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal RebateDue { get; init; }

    /// <summary>To be repaid 应缴回退税额: a negative total of offsets (ER); 0 or more.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal ToRepay { get; init; }

    /// <summary>Of the sum of the lines, consumption tax (ER).</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal ConsumptionTax { get; init; }

    /// <summary>Exempt-credit amount 免抵税额 (ECR).</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal ExemptCredit { get; init; }

    /// <summary>One entry a purchase line (ER) or export line (ECR).</summary>
    public required IReadOnlyList<RebateLineView> Lines { get; init; }

    /// <summary>The 19 rows of the summary form by row number (ECR); absent for ER.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SummaryRowView>? Summary { get; init; }

    /// <summary>
    /// What other batches of the month take of the ending credit (ECR); absent when nothing.
    /// </summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? CreditTakenByOtherBatches { get; init; }

    /// <summary>The view of a result in the reader's language.</summary>
    public static RebateView Of(RebateResult result, bool isChinese) =>
        new()
        {
            RebateDue = result.RebateDueCny,
            ToRepay = result.ToRepayCny,
            ConsumptionTax = result.ConsumptionTaxCny,
            ExemptCredit = result.ExemptCreditCny,
            Lines = [.. result.Lines.Select(line => RebateLineView.Of(line, isChinese))],
            Summary = result.Summary is null ? null : SummaryRowView.Of(result.Summary),
            CreditTakenByOtherBatches = result.Summary is { CreditTakenByOtherBatches: > 0m } form
                ? form.CreditTakenByOtherBatches
                : null,
        };
}

/// <summary>The rebate of a line.</summary>
public sealed record RebateLineView
{
    public required string LineNo { get; init; }

    /// <summary>Empty for ECR.</summary>
    public required string AssociationNo { get; init; }

    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal Base { get; init; }

    [JsonConverter(typeof(DecimalJsonConverter))]
    public required decimal VatRate { get; init; }

    [JsonConverter(typeof(DecimalJsonConverter))]
    public required decimal RebateRate { get; init; }

    /// <summary>Rebate of the line (ER) or its ECR tax.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal Rebate { get; init; }

    /// <summary>Cost increase (ER) or disallowed tax (ECR).</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal RateDifference { get; init; }

    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal BondedMaterial { get; init; }

    public required DerivationView Derivation { get; init; }

    internal static RebateLineView Of(RebateLine line, bool isChinese) =>
        new()
        {
            LineNo = line.LineNo,
            AssociationNo = line.AssociationNo,
            Base = line.BaseCny,
            VatRate = line.VatRatePercent,
            RebateRate = line.RebateRatePercent,
            Rebate = line.RebateCny,
            RateDifference = line.RateDifferenceCny,
            BondedMaterial = line.BondedMaterialCny,
            Derivation = DerivationView.Of(line.Derivation, isChinese),
        };
}

/// <summary>A row of the summary form 免抵退税申报汇总表.</summary>
public sealed record SummaryRowView
{
    /// <summary>1 to 19.</summary>
    public required int Row { get; init; }

    /// <summary>API name, such as ecrTotal.</summary>
    public required string Name { get; init; }

    /// <summary>CNY yuan; US dollars in rows 1 to 3.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal Value { get; init; }

    internal static IReadOnlyList<SummaryRowView> Of(EcrSummary form) =>
        [
            RowOf(1, "ecrSalesUsd", form.EcrSalesUsd),
            RowOf(2, "goodsSalesUsd", form.GoodsSalesUsd),
            RowOf(3, "servicesSalesUsd", form.ServicesSalesUsd),
            RowOf(4, "ecrSalesCny", form.EcrSalesCny),
            RowOf(5, "disallowedTax", form.DisallowedTax),
            RowOf(6, "goodsDisallowedTax", form.GoodsDisallowedTax),
            RowOf(7, "servicesDisallowedTax", form.ServicesDisallowedTax),
            RowOf(8, "settlementAdjustDisallowed", form.SettlementAdjustDisallowed),
            RowOf(9, "disallowedTaxTotal", form.DisallowedTaxTotal),
            RowOf(10, "ecrTax", form.EcrTax),
            RowOf(11, "goodsEcrTax", form.GoodsEcrTax),
            RowOf(12, "servicesEcrTax", form.ServicesEcrTax),
            RowOf(13, "carriedForwardEcr", form.CarriedForwardEcr),
            RowOf(14, "settlementAdjustEcr", form.SettlementAdjustEcr),
            RowOf(15, "ecrTotal", form.EcrTotal),
            RowOf(16, "carryForwardEcr", form.CarryForwardEcr),
            RowOf(17, "endingCredit", form.EndingCredit),
            RowOf(18, "rebateDue", form.RebateDue),
            RowOf(19, "exemptCredit", form.ExemptCredit),
        ];

    private static SummaryRowView RowOf(int row, string name, decimal value) =>
        new()
        {
            Row = row,
            Name = name,
            Value = value,
        };
}
