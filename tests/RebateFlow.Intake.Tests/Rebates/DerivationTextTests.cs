using RebateFlow.Intake.Checks.Rates;
using RebateFlow.Intake.Checks.Rebates;

namespace RebateFlow.Intake.Tests.Rebates;

/// <summary>The sentences that show how a line was computed.</summary>
public sealed class DerivationTextTests
{
    [Fact]
    public void An_ER_line_shows_share_rebate_and_cost_increase()
    {
        var derivation = First(
            Scene
                .Er()
                .WithRates(Samples.Rate(Samples.Code, 9m))
                .WithExport(l => l with { Quantity = 400m })
        );
        Assert.Equal(Samples.Invoice, derivation.Voucher);
        Assert.Equal(
            new RateRowKey(Samples.Code, new DateOnly(2014, 1, 1), 9m, SpecialFlag.None),
            derivation.RateRow
        );
        Assert.Equal("8512201000 2014-01-01 9%", DerivationText.Of(derivation.RateRow));
        Assert.Equal(
            "base 100,000 × 400 ÷ 1,000 = 40,000; rebate 40,000 × 9% = 3,600; "
                + "cost increase 40,000 × (13% − 9%) = 1,600",
            DerivationText.Of(derivation, isChinese: false)
        );
        Assert.Equal(
            "计税金额 100,000 × 400 ÷ 1,000 = 40,000；应退税额 40,000 × 9% = 3,600；"
                + "征退税差额 40,000 × (13% − 9%) = 1,600",
            DerivationText.Of(derivation, isChinese: true)
        );
    }

    [Fact]
    public void A_supplier_taxed_simply_shows_the_lower_rate() =>
        Assert.Contains(
            "lower of levy rate 3% and library rate 13%",
            DerivationText.Of(
                First(Scene.Er().WithInvoice(v => v with { VatRate = 3m })),
                isChinese: false
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_processing_line_shows_the_bonded_material()
    {
        var derivation = First(Samples.Processing());
        Assert.Equal(Samples.CustomsLine, derivation.Voucher);
        Assert.Equal(
            "bonded material 112,000 × 0.4 = 44,800; ECR tax (112,000 − 44,800 − 0) × 13% = 8,736; "
                + "disallowed tax (112,000 − 44,800 − 0) × (13% − 13%) = 0",
            DerivationText.Of(derivation, isChinese: false)
        );
        Assert.StartsWith(
            "保税料件 112,000 × 0.4 = 44,800；免抵退税额",
            DerivationText.Of(derivation, isChinese: true),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Exempt_material_bought_at_home_lowers_the_base() =>
        Assert.Equal(
            102_000m,
            Scene
                .Ecr()
                .WithExport(l => l with { DomesticExemptMaterialValue = 10_000m })
                .Run()
                .Rebate.Lines[0]
                .BaseCny
        );

    [Fact]
    public void Exempt_material_of_the_opposite_sign_never_raises_it() =>
        Assert.Equal(
            112_000m,
            Scene
                .Ecr()
                .WithExport(l => l with { DomesticExemptMaterialValue = -10_000m })
                .Run()
                .Rebate.Lines[0]
                .BaseCny
        );

    [Fact]
    public void Goods_without_a_rebate_say_so() =>
        Assert.Equal(
            "base 112,000: no rebate",
            DerivationText.Of(
                First(
                    Scene.Ecr().WithRates(Samples.Rate(Samples.Code, 0m, 13m, SpecialFlag.Exempt))
                ),
                isChinese: false
            )
        );

    private static Derivation First(Scene scene) => scene.Run().Rebate.Lines[0].Derivation;
}
