using System.Text.Json.Serialization;
using RebateFlow.Intake.Checks.Rates;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Rebates;

/// <summary>
/// How the figures of a line came about: one record a formula, with its inputs and its result. The
/// set is closed. The sentence for a person is made on reading, by <see cref="DerivationText"/>.
/// </summary>
/// <remarks>Stored with the attempt; the name of the formula tells the records apart.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "formula")]
[JsonDerivedType(typeof(ErLineDerivation), "ER_LINE")]
[JsonDerivedType(typeof(ErLowerRateDerivation), "ER_LINE_LOWER_RATE")]
[JsonDerivedType(typeof(ErConsumptionTaxDerivation), "ER_CONSUMPTION_TAX")]
[JsonDerivedType(typeof(ErNoRebateDerivation), "ER_NO_REBATE")]
[JsonDerivedType(typeof(EcrLineDerivation), "ECR_LINE")]
[JsonDerivedType(typeof(EcrProcessingLineDerivation), "ECR_PROCESSING_LINE")]
[JsonDerivedType(typeof(EcrNoRebateDerivation), "ECR_NO_REBATE")]
[JsonDerivedType(typeof(ErOffsetDerivation), "ER_OFFSET")]
[JsonDerivedType(typeof(EcrOffsetDerivation), "ECR_OFFSET")]
public abstract record Derivation
{
    private protected Derivation() { }

    /// <summary>Customs line (ECR) or invoice (ER) the base comes from.</summary>
    public required string Voucher { get; init; }

    /// <summary>Row of the rate library; null when the code is unknown.</summary>
    public required RateRowKey? RateRow { get; init; }
}

/// <summary>What names a row of the rate library, as it was when it was applied.</summary>
/// <param name="Code">Code of the row, 8 digits or more.</param>
/// <param name="ValidFrom">First export date it holds for.</param>
/// <param name="RebateRatePercent">Rebate rate of the row.</param>
/// <param name="SpecialFlag">Special flag of the row.</param>
public readonly record struct RateRowKey(
    string Code,
    DateOnly ValidFrom,
    decimal RebateRatePercent,
    [property: JsonConverter(typeof(WireCodeJsonConverter<SpecialFlag>))] SpecialFlag SpecialFlag
);
