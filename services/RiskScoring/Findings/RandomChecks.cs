using System.Text.Json.Serialization;
using RebateFlow.Primitives;

namespace RebateFlow.RiskScoring.Findings;

/// <summary>
/// Closed checks that chance alone drew, before the decision or after it: what they found says
/// something of all filings, whatever rules hit.
/// </summary>
/// <param name="Checks">How many there are.</param>
/// <param name="Irregular">Those that found something.</param>
/// <param name="FoundCny">What they found, CNY yuan.</param>
public sealed record RandomChecks(
    long Checks,
    long Irregular,
    [property: JsonConverter(typeof(MoneyJsonConverter))] decimal FoundCny
)
{
    /// <summary>Share that found something, percent, one decimal; 0 without any check.</summary>
    [JsonConverter(typeof(DecimalJsonConverter))]
    public decimal IrregularPercent =>
        Checks == 0 ? 0 : decimal.Round(Irregular * 100m / Checks, 1);
}
