namespace RebateFlow.Intake.Checks.Rebates;

/// <summary>
/// A derivation of the ER method. All begin with the part of the invoice that was exported: tax
/// base × exported quantity ÷ purchased quantity = base.
/// </summary>
public abstract record ErDerivation : Derivation
{
    private protected ErDerivation() { }

    /// <summary>What counts of the invoice, CNY yuan without VAT; negative on an offset.</summary>
    public required decimal TaxBaseCny { get; init; }

    /// <summary>Exported quantity of the association, in its unit.</summary>
    public required decimal ExportedQuantity { get; init; }

    /// <summary>Purchased quantity of the association, in the same unit.</summary>
    public required decimal PurchasedQuantity { get; init; }

    /// <summary>The exported part, CNY yuan.</summary>
    public required decimal BaseCny { get; init; }
}

/// <summary>An <see cref="ErDerivation"/> whose goods have a rebate rate.</summary>
public abstract record ErRatedDerivation : ErDerivation
{
    private protected ErRatedDerivation() { }

    /// <summary>Levy rate of the invoice.</summary>
    public required decimal VatRatePercent { get; init; }

    /// <summary>Rebate rate that is applied.</summary>
    public required decimal RebateRatePercent { get; init; }

    /// <summary>Rebate, CNY yuan.</summary>
    public required decimal RebateCny { get; init; }

    /// <summary>Cost increase 征退税差额, CNY yuan.</summary>
    public required decimal CostIncreaseCny { get; init; }
}

/// <summary>
/// Base × rebate rate = rebate; base × (levy rate − rebate rate) = cost increase.
/// </summary>
public sealed record ErLineDerivation : ErRatedDerivation;

/// <summary>
/// The same for an invoice that levies less than the goods' rebate rate, as of a supplier taxed
/// simply: the lower of both rates is rebated.
/// </summary>
public sealed record ErLowerRateDerivation : ErRatedDerivation
{
    /// <summary>Rebate rate of the goods by the library, above the levy rate.</summary>
    public required decimal LibraryRatePercent { get; init; }
}

/// <summary>Declared consumption tax × base ÷ tax base = rebate.</summary>
public sealed record ErConsumptionTaxDerivation : ErDerivation
{
    /// <summary>Consumption tax 消费税 of the invoice as declared, CNY yuan.</summary>
    public required decimal DeclaredTaxCny { get; init; }

    /// <summary>Rebate, CNY yuan.</summary>
    public required decimal RebateCny { get; init; }
}

/// <summary>Nothing is rebated; the whole VAT on the base is cost.</summary>
public sealed record ErNoRebateDerivation : ErDerivation
{
    /// <summary>Levy rate of the invoice.</summary>
    public required decimal VatRatePercent { get; init; }

    /// <summary>Cost increase 征退税差额, CNY yuan.</summary>
    public required decimal CostIncreaseCny { get; init; }
}

/// <summary>
/// What was granted for the original × offset base ÷ base of the original; the last part is what
/// the others left.
/// </summary>
public sealed record ErOffsetDerivation : ErDerivation
{
    /// <summary>Base of the original, CNY yuan.</summary>
    public required decimal OriginalTaxBaseCny { get; init; }

    /// <summary>Rebate granted for the original, CNY yuan.</summary>
    public required decimal OriginalRebateCny { get; init; }

    /// <summary>Rebate, CNY yuan, not above 0.</summary>
    public required decimal RebateCny { get; init; }

    /// <summary>Cost increase 征退税差额, CNY yuan, not above 0.</summary>
    public required decimal CostIncreaseCny { get; init; }
}
