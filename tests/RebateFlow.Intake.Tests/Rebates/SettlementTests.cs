using CsCheck;
using RebateFlow.Intake.Checks.Rates;
using RebateFlow.Intake.Checks.Rebates;
using RebateFlow.Intake.Checks.Reference;

namespace RebateFlow.Intake.Tests.Rebates;

public sealed class SettlementTests
{
    private static readonly Gen<decimal> Amount = Gen.Long[1, 100_000_000_000]
        .Select(fen => fen / 100m);
    private static readonly Gen<decimal> Planned = Gen.Int[0, 1_000_000]
        .Select(r => r / 1_000_000m);

    private static readonly Gen<RebateLine> Lines = Gen.Select(
        Amount,
        Planned,
        Gen.OneOf(9m, 13m),
        Gen.OneOf(0m, 5m, 9m, 13m),
        (fob, planned, vat, rebate) => LineOf(fob, planned, vat, Math.Min(vat, rebate))
    );

    [Fact]
    public void A_settlement_is_a_line_for_each_set_of_rates_and_its_totals_are_their_sums()
    {
        var settled = Settle(
            0.65m,
            LineOf(600m, 0.6m, 13m, 11m),
            LineOf(400m, 0.6m, 13m, 11m),
            LineOf(100.10m, 0.6m, 13m, 13m),
            LineOf(-50m, 0.6m, 13m, 13m)
        );
        Assert.Equal(
            [(1_000m, -5.50m, -1.00m), (50.10m, -0.33m, 0.00m)],
            settled.Lines.Select(line =>
                (
                    line.DeclaredExportCny,
                    line.Adjustment.AdjustEcrTaxCny,
                    line.Adjustment.AdjustDisallowedTaxCny
                )
            )
        );
        Assert.Equal(1_050.10m, settled.DeclaredExportCny);
        Assert.Equal(-5.83m, settled.AdjustEcrTaxCny);
        Assert.Equal(-1.00m, settled.AdjustDisallowedTaxCny);
        Assert.Equal(4, settled.ExportLineCount);
    }

    [Fact]
    public void Goods_without_a_rebate_count_as_exports_and_adjust_nothing()
    {
        var exempt = Samples
            .Processing()
            .WithRates(Samples.Rate(Samples.Code, 0m, 13m, SpecialFlag.Exempt))
            .WithExport(line => line with { FobCny = 1_000m })
            .Run();
        var settled = Settle(0.5m, exempt.Rebate.Lines[0]);
        Assert.Equal(1_000m, settled.DeclaredExportCny);
        Assert.Equal((0m, 0m), (settled.AdjustEcrTaxCny, settled.AdjustDisallowedTaxCny));
    }

    [Fact]
    public void A_line_of_the_other_method_is_no_export_under_a_book() =>
        Assert.Throws<InvalidOperationException>(() =>
            Settle(0.5m, Scene.Er().Run().Rebate.Lines[0])
        );

    [Fact]
    public void Settling_with_the_planned_rate_adjusts_nothing() =>
        Gen.Select(Lines.Array[1, 20], Planned)
            .Sample(
                (lines, rate) =>
                {
                    var settled = Settle(
                        rate,
                        [
                            .. lines.Select(line => WithPlanned(line, rate)),
                            WithPlanned(lines[0], rate),
                        ]
                    );
                    Assert.Equal((0m, 0m), Adjustments(settled));
                }
            );

    [Fact]
    public void The_shares_of_filings_add_up_to_the_adjustments() =>
        Gen.Select(Lines.Array[1, 20], Planned)
            .Sample(
                (lines, rate) =>
                {
                    var settled = Settle(rate, lines);
                    Assert.Equal(lines.Length, settled.Shares.Count);
                    Assert.Equal(
                        Adjustments(settled),
                        (
                            settled.Shares.Sum(share => share.AdjustEcrTaxCny),
                            settled.Shares.Sum(share => share.AdjustDisallowedTaxCny)
                        )
                    );
                }
            );

    [Fact]
    public void A_finer_notation_of_the_actual_rate_adjusts_nothing() =>
        Assert.Equal(
            (0m, 0m),
            Adjustments(Settle(0.333333m, LineOf(10_000_000m, 0.333333333333m, 13m, 11m)))
        );

    [Fact]
    public void A_split_period_adjusts_the_same_up_to_the_rounding_of_lines() =>
        Gen.Select(Lines.Array[1, 20], Lines.Array[1, 20], Planned)
            .Sample(
                (first, second, rate) =>
                {
                    var whole = Settle(rate, [.. first, .. second]);
                    var parts = new[] { Settle(rate, first), Settle(rate, second) };
                    // A fen for each figure of a line that is rounded: two materials and a tax.
                    var rounding =
                        0.01m * 3 * (whole.Lines.Count + parts.Sum(part => part.Lines.Count));
                    Assert.InRange(
                        whole.AdjustEcrTaxCny - parts.Sum(part => part.AdjustEcrTaxCny),
                        -rounding,
                        rounding
                    );
                    Assert.InRange(
                        whole.AdjustDisallowedTaxCny
                            - parts.Sum(part => part.AdjustDisallowedTaxCny),
                        -rounding,
                        rounding
                    );
                    Assert.Equal(
                        whole.DeclaredExportCny,
                        parts.Sum(part => part.DeclaredExportCny)
                    );
                }
            );

    [Fact]
    public void The_settled_rate_starts_the_year_after_and_never_before_the_registration()
    {
        var limits = ReferenceData.Embedded.Settings.On(Samples.Today);
        var end = new DateOnly(2026, 3, 31);
        Assert.Equal(
            new DateOnly(2027, 1, 1),
            limits.SettledRateFrom(end, new DateOnly(2026, 4, 20))
        );
        Assert.Equal(
            new DateOnly(2027, 4, 20),
            limits.SettledRateFrom(end, new DateOnly(2027, 4, 20))
        );
    }

    private static (decimal Ecr, decimal Disallowed) Adjustments(Settlement settled) =>
        (settled.AdjustEcrTaxCny, settled.AdjustDisallowedTaxCny);

    /// <summary>Lines as a check computes them, settled with an actual rate.</summary>
    private static Settlement Settle(decimal actualRate, params RebateLine[] lines)
    {
        var exports = new DeclaredExports();
        foreach (var line in lines)
            exports.Add(Guid.CreateVersion7(), line);
        BookFlow[] flows =
        [
            new("0615", true, actualRate * 1_000_000m),
            new("0615", false, 1_000_000m),
        ];
        return Settlement.Of(flows, exports);
    }

    private static RebateLine WithPlanned(RebateLine line, decimal planned) =>
        LineOf(
            Assert.IsAssignableFrom<EcrDerivation>(line.Derivation).FobCny,
            planned,
            line.VatRatePercent,
            line.RebateRatePercent
        );

    private static RebateLine LineOf(decimal fob, decimal planned, decimal vat, decimal rebate) =>
        new()
        {
            LineNo = "0001",
            AssociationNo = "",
            BaseCny = fob,
            VatRatePercent = vat,
            RebateRatePercent = rebate,
            RebateCny = 0m,
            RateDifferenceCny = 0m,
            Derivation = new EcrProcessingLineDerivation
            {
                FobCny = fob,
                AllocationRate = planned,
                BondedMaterialCny = 0m,
                ExemptMaterialCny = 0m,
                BaseCny = fob,
                VatRatePercent = vat,
                RebateRatePercent = rebate,
                EcrTaxCny = 0m,
                DisallowedTaxCny = 0m,
                Voucher = "",
                RateRow = null,
            },
        };
}
