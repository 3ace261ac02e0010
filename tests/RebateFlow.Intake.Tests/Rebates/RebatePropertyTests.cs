using CsCheck;
using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Tests.Rebates;

/// <summary>What holds for every filing.</summary>
public sealed class RebatePropertyTests
{
    private static readonly Gen<decimal> Amount = Gen.Long[1, 100_000_000].Select(f => f / 100m);
    private static readonly Gen<decimal> Quantity = Gen.Int[1, 10_000_000].Select(q => q / 100m);
    private static readonly Gen<decimal> LevyRate = Gen.OneOf(3m, 6m, 9m, 13m, 17m);
    private static readonly Gen<decimal> RebateRate = Gen.OneOf(0m, 5m, 9m, 11m, 13m);

    private static readonly Gen<Purchase> Purchases = Gen.Select(
        Amount,
        Quantity,
        LevyRate,
        (amount, quantity, rate) => new Purchase(amount, quantity, rate)
    );

    private sealed record Purchase(decimal Base, decimal Quantity, decimal VatRate);

    [Fact]
    public void An_ER_total_is_the_sum_of_rounded_lines_and_never_above_the_input_VAT() =>
        Gen.Select(Purchases.Array[1, 8], Quantity, RebateRate)
            .Sample(
                (purchases, exported, rate) =>
                {
                    var result = Er(purchases, exported, rate).Run().Rebate;
                    Assert.Equal(result.RebateDueCny, result.Lines.Sum(l => l.RebateCny));
                    Assert.Equal(result.Associations[0].BaseCny, result.Lines.Sum(l => l.BaseCny));
                    for (var i = 0; i < purchases.Length; i++)
                    {
                        var line = result.Lines[i];
                        Assert.Equal(Money.Round(line.RebateCny), line.RebateCny);
                        Assert.InRange(line.BaseCny, 0m, purchases[i].Base);
                        var inputVat = Money.Tax(line.BaseCny, purchases[i].VatRate);
                        Assert.InRange(line.RebateCny, 0m, inputVat);
                    }
                }
            );

    [Fact]
    public void The_exported_base_is_the_average_price_times_the_exported_quantity() =>
        Gen.Select(Purchases.Array[1, 8], Quantity)
            .Sample(
                (purchases, exported) =>
                {
                    var bought = purchases.Sum(p => p.Quantity);
                    var total = purchases.Sum(p => p.Base);
                    var expected = Math.Min(total, total * exported / bought);
                    var result = Er(purchases, exported, 13m).Run().Rebate;
                    Assert.Equal(Money.Round(expected), result.Associations[0].BaseCny);
                }
            );

    /// <summary>
    /// Each filing rounds its base and its rebate to the fen by itself, so each may give half a fen
    /// more than its exact part, on the base and on the tax.
    /// </summary>
    [Fact]
    public void An_invoice_split_over_filings_yields_no_more_than_the_whole() =>
        Gen.Select(Purchases, Gen.Int[1, 1000].Array[1, 6], RebateRate)
            .Sample(
                (purchase, shares, rate) =>
                {
                    var whole = Er([purchase], purchase.Quantity, rate).Run().Rebate;
                    var used = 0m;
                    var rebate = 0m;
                    foreach (var share in shares)
                    {
                        var exported = purchase.Quantity * share / shares.Sum();
                        var outcome = Er([purchase], exported, rate)
                            .WithInvoice(v => v with { RemainingTaxBase = purchase.Base - used })
                            .Run();
                        used += Assert.Single(outcome.Uses.Invoices).TaxBaseCny;
                        rebate += outcome.Rebate.RebateDueCny;
                    }
                    Assert.InRange(used, 0m, purchase.Base);
                    Assert.InRange(rebate, 0m, whole.RebateDueCny + 0.01m * shares.Length);
                }
            );

    [Fact]
    public void An_ECR_summary_adds_up_and_never_rebates_above_the_ending_credit() =>
        Gen.Select(
                Gen.Select(Amount, Gen.Bool).Array[0, 10],
                Gen.Int[0, 100].Select(p => p / 100m),
                RebateRate,
                Gen.Long[0, 100_000_000].Select(f => f / 100m),
                Amount
            )
            .Sample(
                (lines, allocationRate, rate, credit, carried) =>
                {
                    var result = Ecr(lines, allocationRate, rate, credit, carried).Run().Rebate;
                    var s = result.Summary!;
                    Assert.Equal(s.GoodsEcrTax, result.Lines.Sum(l => l.RebateCny));
                    Assert.Equal(s.GoodsDisallowedTax, result.Lines.Sum(l => l.RateDifferenceCny));
                    Assert.InRange(result.RebateDueCny, 0m, s.EndingCredit);
                    Assert.InRange(result.ExemptCreditCny, 0m, s.EcrTotal);
                    Assert.Equal(s.EcrTotal, result.RebateDueCny + result.ExemptCreditCny);
                    Assert.True(
                        s.CarryForwardEcr >= 0 && (s.CarryForwardEcr == 0 || s.EcrTotal == 0)
                    );
                    Assert.Equal(s.EcrTotal - s.CarryForwardEcr, s.EcrTax - s.CarriedForwardEcr);
                }
            );

    [Fact]
    public void Replaying_a_check_gives_the_same_answer() =>
        Gen.Select(Purchases.Array[1, 5], Quantity, RebateRate)
            .Sample(
                (purchases, exported, rate) =>
                {
                    var scene = Er(purchases, exported, rate);
                    Assert.Equal(Written(scene.Run()), Written(scene.Run()));
                }
            );

    private static string Written(CheckOutcome outcome) =>
        System.Text.Json.JsonSerializer.Serialize(outcome);

    private static Scene Er(Purchase[] purchases, decimal exported, decimal rebateRate)
    {
        var template = Scene.Er();
        var line = template.Filing.PurchaseLines[0];
        var invoice = template.Info.Invoices.Values.Single();
        return template
            .WithRates(Samples.Rate(Samples.Code, rebateRate))
            .WithExport(l => l with { Quantity = exported })
            .With(f =>
                f with
                {
                    PurchaseLines =
                    [
                        .. purchases.Select(
                            (p, i) =>
                                line with
                                {
                                    LineNo = LineNumbers.At(i + 1),
                                    VoucherNo = VoucherNo(i),
                                    TaxBase = p.Base,
                                    Quantity = p.Quantity,
                                    VatRate = p.VatRate,
                                }
                        ),
                    ],
                }
            )
            .WithInfo(info =>
                info with
                {
                    Invoices = purchases
                        .Select(
                            (p, i) =>
                                invoice with
                                {
                                    VoucherNo = VoucherNo(i),
                                    TaxBase = p.Base,
                                    RemainingTaxBase = p.Base,
                                    Quantity = p.Quantity,
                                    VatRate = p.VatRate,
                                    Tax = Money.Tax(p.Base, p.VatRate),
                                }
                        )
                        .ToDictionary(v => v.VoucherNo),
                }
            );
    }

    private static string VoucherNo(int i) =>
        "261220000000000"
        + (10_001 + i).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static Scene Ecr(
        (decimal FobCny, bool IsOffset)[] lines,
        decimal allocationRate,
        decimal rebateRate,
        decimal credit,
        decimal carried
    )
    {
        var template = Samples.Processing();
        var line = template.Filing.ExportLines[0];
        return template
            .WithRates(Samples.Rate(Samples.Code, rebateRate))
            .WithBook(b => b with { PlannedAllocationRate = allocationRate })
            .With(f =>
                f with
                {
                    ExportLines =
                    [
                        .. lines.Select(l =>
                            line with
                            {
                                FobCny = l.IsOffset ? -l.FobCny : l.FobCny,
                                FobUsd = l.IsOffset ? -1m : 1m,
                                Quantity = l.IsOffset ? -1m : 1m,
                            }
                        ),
                    ],
                    EcrSummary = f.EcrSummary! with { CarriedForwardEcr = carried },
                }
            )
            .WithInfo(i => i with { VatReturn = i.VatReturn! with { EndingCredit = credit } });
    }

    [Fact]
    public void The_batches_of_a_month_never_rebate_more_than_its_ending_credit_and_ECR_tax() =>
        Gen.Select(Gen.Int[1, 50_000].List[1, 8], Gen.Int[0, 20_000], Gen.Int[0, 3_000])
            .Sample(
                (sales, credit, carried) =>
                {
                    var (taken, tax) = (0m, 0m);
                    PriorEcrSummary? prior = new() { Period = "202602", CarryForwardEcr = carried };
                    foreach (var amount in sales)
                    {
                        var summary = Batch(amount, credit, taken, prior).Rebate.Summary!;
                        taken += summary.RebateDue;
                        tax += summary.EcrTax;
                        prior = new()
                        {
                            Period = "202603",
                            CarryForwardEcr = summary.CarryForwardEcr,
                        };
                    }
                    // As if the month had been declared in one batch.
                    Assert.Equal(Math.Min(Math.Max(0m, tax - carried), credit), taken);
                }
            );

    private static CheckOutcome Batch(
        decimal fobCny,
        decimal credit,
        decimal taken,
        PriorEcrSummary? prior
    ) =>
        Scene
            .Ecr()
            .With(f => f with { ExportLines = [f.ExportLines[0] with { FobCny = fobCny }] })
            .WithInfo(i =>
                i with
                {
                    VatReturn = i.VatReturn! with { EndingCredit = credit },
                    PriorEcrSummary = prior,
                    OtherBatches = new OtherBatches { SalesCny = 0m, RebateDueCny = taken },
                }
            )
            .Run();
}
