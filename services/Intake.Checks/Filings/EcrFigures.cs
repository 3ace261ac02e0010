using System.Text.Json.Serialization;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Filings;

/// <summary>
/// What a production enterprise declares for the month beside its lines, CNY yuan. Rows are those
/// of the summary form 免抵退税申报汇总表; every other row of the form is computed.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record EcrFigures
{
    /// <summary>Input VAT 进项税额 of the month.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal InputTax { get; init; }

    /// <summary>Output VAT 销项税额 of the month on domestic sales.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal OutputTax { get; init; }

    /// <summary>VAT credit carried from the month before 上期留抵税额.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal PreviousCredit { get; init; }

    /// <summary>Row 3, sales of cross-border services in US dollars; null is 0.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public decimal? ServicesSalesUsd { get; init; }

    /// <summary>Sales of cross-border services in CNY, part of row 4; null is 0.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public decimal? ServicesSalesCny { get; init; }

    /// <summary>Row 7, disallowed tax of cross-border services; null is 0.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public decimal? ServicesDisallowedTax { get; init; }

    /// <summary>
    /// Row 8, settlement adjustment of disallowed tax 进料加工核销, any sign; null takes what is
    /// registered and not taken yet.
    /// </summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public decimal? SettlementAdjustDisallowed { get; init; }

    /// <summary>Row 12, ECR tax of cross-border services; null is 0.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public decimal? ServicesEcrTax { get; init; }

    /// <summary>
    /// Row 13, carried from the last period; null takes row 16 of the last filing.
    /// </summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public decimal? CarriedForwardEcr { get; init; }

    /// <summary>
    /// Row 14, settlement adjustment of ECR tax 进料加工核销, any sign; null takes what is registered
    /// and not taken yet.
    /// </summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public decimal? SettlementAdjustEcr { get; init; }

    /// <summary>Row 17, ending VAT credit 期末留抵税额; null takes the VAT return's.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public decimal? EndingCredit { get; init; }
}
