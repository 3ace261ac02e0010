using System.Text.Json.Serialization;
using RebateFlow.Intake.Checks.Filings;

namespace RebateFlow.Intake.Checks.Rebates;

/// <summary>
/// How a figure came about: formula, numbers, vouchers and rate row. The sentence for a person is
/// made on reading, by <see cref="DerivationText"/>.
/// </summary>
public sealed record Derivation
{
    /// <summary>Which formula.</summary>
    public required RebateFormula Formula { get; init; }

    /// <summary>The numbers in the order of the formula.</summary>
    public required IReadOnlyList<DerivedValue> Values { get; init; }

    /// <summary>Customs line (ECR) or invoice (ER) the base comes from.</summary>
    public required string Voucher { get; init; }

    /// <summary>
    /// Row of the rate library: code, validity, rate; empty when the code is unknown.
    /// </summary>
    public required string RateRow { get; init; }
}

/// <summary>A number of a derivation.</summary>
/// <param name="Name">API name, such as fobCny.</param>
/// <param name="Value">Yuan, percent, quantity or fraction, as the name says.</param>
public readonly record struct DerivedValue(string Name, decimal Value);

/// <summary>The formulas of a line.</summary>
[JsonConverter(typeof(WireNameJsonConverter<RebateFormula>))]
public enum RebateFormula
{
    /// <summary>ER: share of the invoice that was exported, times the rebate rate.</summary>
    ErLine,

    /// <summary>ER, supplier taxed simply: the same with the lower of both rates.</summary>
    ErLineLowerRate,

    /// <summary>ER: consumption tax as declared, for the exported share.</summary>
    ErConsumptionTax,

    /// <summary>ECR: FOB less exempt material, times the rates.</summary>
    EcrLine,

    /// <summary>ECR, processing: FOB less bonded and exempt material, times the rates.</summary>
    EcrProcessingLine,

    /// <summary>Nothing is rebated: zero rate, or no rate known.</summary>
    NoRebate,
}
