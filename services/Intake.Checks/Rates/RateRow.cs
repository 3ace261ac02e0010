namespace RebateFlow.Intake.Checks.Rates;

/// <summary>A row of the rate library 退税率文库.</summary>
public sealed record RateRow
{
    /// <summary>
    /// Code: a heading, a base code of 8 digits, a code of 10, or an extended one.
    /// </summary>
    public required string Code { get; init; }

    /// <summary>Name of the goods.</summary>
    public required string Name { get; init; }

    /// <summary>First statutory unit; empty when not known.</summary>
    public required string Unit1 { get; init; }

    /// <summary>Second statutory unit; null or empty when there is none.</summary>
    public string? Unit2 { get; init; }

    /// <summary>Levy rates 征税率 in percent; a few codes have several.</summary>
    public required IReadOnlyList<decimal> VatRates { get; init; }

    /// <summary>Rebate rate 退税率 in percent.</summary>
    public required decimal RebateRate { get; init; }

    /// <summary>Special flag 特殊商品标识.</summary>
    public required SpecialFlag SpecialFlag { get; init; }

    /// <summary>First export date it holds for.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>Last export date it holds for; null is open.</summary>
    public required DateOnly? ValidTo { get; init; }

    /// <summary>Whether the row holds for an export date.</summary>
    public bool HoldsOn(DateOnly exportDate) =>
        exportDate >= ValidFrom && (ValidTo is not { } last || exportDate <= last);
}

/// <summary>What a rate row says beside its rate.</summary>
public enum SpecialFlag
{
    /// <summary>Blank: the rate is what it says.</summary>
    None,

    /// <summary>1: taxed as a domestic sale 视同内销, the input VAT may be credited.</summary>
    DomesticSale,

    /// <summary>2: exempt 免税, the input VAT goes to cost.</summary>
    Exempt,
}
