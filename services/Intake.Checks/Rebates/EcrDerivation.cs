namespace RebateFlow.Intake.Checks.Rebates;

/// <summary>
/// A derivation of the ECR method. All begin with the base: FOB − bonded material − exempt
/// material. A settlement starts from the FOB and the allocation rate.
/// </summary>
public abstract record EcrDerivation : Derivation
{
    private protected EcrDerivation() { }

    /// <summary>FOB, CNY yuan; negative on an offset.</summary>
    public required decimal FobCny { get; init; }

    /// <summary>Planned allocation rate as a fraction; 0 without a processing book.</summary>
    public required decimal AllocationRate { get; init; }

    /// <summary>FOB × allocation rate 保税进口料件, CNY yuan.</summary>
    public required decimal BondedMaterialCny { get; init; }

    /// <summary>Exempt material bought at home, CNY yuan.</summary>
    public required decimal ExemptMaterialCny { get; init; }

    /// <summary>FOB less both materials, CNY yuan.</summary>
    public required decimal BaseCny { get; init; }
}

/// <summary>An <see cref="EcrDerivation"/> whose goods have a rebate rate.</summary>
public abstract record EcrRatedDerivation : EcrDerivation
{
    private protected EcrRatedDerivation() { }

    /// <summary>Levy rate of the goods.</summary>
    public required decimal VatRatePercent { get; init; }

    /// <summary>Rebate rate of the goods.</summary>
    public required decimal RebateRatePercent { get; init; }

    /// <summary>ECR tax 免抵退税额, CNY yuan.</summary>
    public required decimal EcrTaxCny { get; init; }

    /// <summary>Disallowed tax 不得免征和抵扣税额, CNY yuan.</summary>
    public required decimal DisallowedTaxCny { get; init; }
}

/// <summary>
/// Base × rebate rate = ECR tax; base × (levy rate − rebate rate) = disallowed tax.
/// </summary>
public sealed record EcrLineDerivation : EcrRatedDerivation;

/// <summary>
/// The same for goods with bonded material: processing with imported materials 进料加工.
/// </summary>
public sealed record EcrProcessingLineDerivation : EcrRatedDerivation;

/// <summary>Nothing is rebated: zero rate, or no rate known.</summary>
public sealed record EcrNoRebateDerivation : EcrDerivation;

/// <summary>
/// What the original was granted × offset FOB ÷ FOB of the original; the last part is what the
/// others left.
/// </summary>
public sealed record EcrOffsetDerivation : EcrRatedDerivation
{
    /// <summary>FOB of the original, CNY yuan.</summary>
    public required decimal OriginalFobCny { get; init; }

    /// <summary>ECR tax of the original, CNY yuan.</summary>
    public required decimal OriginalEcrTaxCny { get; init; }
}
