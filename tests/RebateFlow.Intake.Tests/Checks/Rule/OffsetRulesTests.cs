using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Checks.Information;

namespace RebateFlow.Intake.Tests.Checks.Rule;

public sealed class OffsetRulesTests
{
    [Fact]
    public void R319_takes_the_exact_opposite_of_the_original() => Ecr().IsClean();

    [Theory]
    [InlineData("999", "16000", "8512201000")]
    [InlineData("1001", "16000", "8512201000")]
    [InlineData("1000", "15999.99", "8512201000")]
    [InlineData("1000", "16000", "8512301100")]
    [InlineData("300", "4800.01", "8512201000")]
    public void R319_refuses_any_difference(string quantity, string fobUsd, string code) =>
        Ecr()
            .WithExport(l =>
                l with
                {
                    Quantity = -Number(quantity),
                    FobUsd = -Number(fobUsd),
                    FobCny = null,
                    CommodityCode = code,
                }
            )
            .Raises("R319");

    [Fact]
    public void R319_refuses_an_offset_of_nothing() =>
        Ecr()
            .WithExport(l => l with { OriginalPeriodAndLine = null })
            .OnlyRaises("R319")
            .Is("export", "0001", "originalPeriodAndLine", "8512201000 / -1000 / -16000.00", "");

    [Fact]
    public void R319_refuses_an_original_that_is_not_there_or_not_live() =>
        Ecr()
            .WithInfo(i => i with { Originals = Originals.None })
            .OnlyRaises("R319")
            .Is("export", "0001", "originalPeriodAndLine", "8512201000 / -1000 / -16000.00", "");

    [Fact]
    public void R319_refuses_an_original_that_was_taken_back_already()
    {
        var first = Er().Run();
        Assert.Empty(first.Doubts);
        Er(Earlier.Filed(Scene.Er(), "202602").After(first.Taken))
            .Raises("R319")
            .Is(
                "export",
                "0001",
                "quantity",
                "8512201000 / -1000 / -16000.00",
                "8512201000 / 0 / 0.00 (202604-9)"
            );
    }

    [Fact]
    public void R319_refuses_the_same_original_twice_within_one_filing()
    {
        var codes = Er()
            .AddExport(l => l with { AssociationNo = "2026030012" })
            .AddPurchase(l => l with { AssociationNo = "2026030012" })
            .Codes();
        Assert.Contains("R319", codes);
    }

    [Fact]
    public void R319_refuses_a_negative_purchase_beside_a_positive_export()
    {
        const string Other = "26122000000000000002";
        Scene
            .Er()
            .AddInvoice(v => v with { VoucherNo = Other })
            .AddPurchase(l =>
                l with
                {
                    VoucherNo = Other,
                    Quantity = -10m,
                    TaxBase = -1m,
                    RebatableTax = -0.13m,
                }
            )
            .WithPurchase(l => l with { Quantity = 1_000m })
            .Raises("R319")
            .Is("purchase", "0002", "taxBase", "8512201000 / -10 / -1.00", "1000");
    }

    [Theory]
    [InlineData("1000", "1.00")]
    [InlineData("1000", "99999.99")]
    [InlineData("999", "100000.00")]
    [InlineData("1000", "100000.01")]
    public void R319_refuses_goods_without_what_was_paid_for_them(
        string quantity,
        string taxBase
    ) =>
        Er()
            .WithPurchase(l =>
                l with
                {
                    Quantity = -Number(quantity),
                    TaxBase = -Number(taxBase),
                    RebatableTax = -decimal.Round(Number(taxBase) * 0.13m, 2),
                }
            )
            .Raises("R319")
            .Is(
                "purchase",
                "0001",
                "taxBase",
                $"8512201000 / -{quantity} / -{Number(taxBase):0.00}",
                "8512201000 / -1000 / -100000.00"
            );

    [Fact]
    public void R319_refuses_a_tax_that_is_not_that_of_the_base() =>
        Er().WithPurchase(l => l with { RebatableTax = -12_999.00m }).Raises("R319");

    [Fact]
    public void An_ER_offset_takes_back_its_rebate_and_its_vouchers()
    {
        var outcome = Er().Run();
        Assert.Empty(outcome.Doubts);
        Assert.Equal(-13_000m, outcome.Rebate.Lines[0].RebateCny);
        Assert.Equal(0m, outcome.Rebate.RebateDueCny);
        Assert.Equal(13_000m, outcome.Rebate.ToRepayCny);
        Assert.Equal(-1_000m, Assert.Single(outcome.Uses.CustomsLines).Quantity);
        Assert.Equal(-100_000m, Assert.Single(outcome.Uses.Invoices).TaxBaseCny);
        var prerequisite = Assert.Single(outcome.Prerequisites);
        Assert.Equal((Earlier.Id, 1), (prerequisite.PreDeclarationId, prerequisite.AttemptNo));
        Assert.Equal(13_000m, prerequisite.GrantedCny);
        Assert.Equal(13_000m, prerequisite.TakenBackCny);
    }

    [Fact]
    public void A_part_takes_back_the_same_part_of_every_amount_and_the_last_one_the_rest()
    {
        var original = Earlier.Filed(Scene.Er(), "202602");
        var (repaid, taken) = (0m, 0m);
        foreach (var (quantity, taxBase, fob) in Thirds())
        {
            var outcome = Part(original, quantity, taxBase, fob).Run();
            Assert.Empty(outcome.Doubts);
            repaid += outcome.Rebate.ToRepayCny;
            taken -= outcome.Uses.Invoices[0].TaxBaseCny;
            original = original.After(outcome.Taken);
        }
        Assert.Equal((13_000m, 100_000m), (repaid, taken));
    }

    [Fact]
    public void Less_than_was_due_but_granted_is_all_that_is_taken_back() =>
        Assert.Equal(
            10_000.01m,
            Er(Earlier.Filed(Scene.Er(), "202602", grantedCny: 10_000.01m)).Run().Rebate.ToRepayCny
        );

    [Fact]
    public void Facts_that_came_to_light_later_do_not_bar_the_return() =>
        Er()
            .WithInvoice(v => v with { Status = InvoiceStatus.Red, UsedForDeduction = true })
            .WithCustoms(c => c with { Status = CustomsStatus.NotRebatable })
            .IsClean();

    [Fact]
    public void R345_leaves_an_original_of_before_to_an_officer()
    {
        var outcome = OfBefore().Run();
        var doubt = Assert.Single(outcome.Doubts);
        Assert.Equal(
            ("R345", "2025100001", "202601"),
            (doubt.Code, doubt.Declared, doubt.Expected)
        );
        Assert.Equal(FeedbackOutcome.Passable, outcome.Outcome);
        Assert.Equal(13_000m, outcome.Rebate.ToRepayCny);
        // It was never counted as used, so nothing becomes free.
        Assert.Empty(outcome.Uses.CustomsLines);
        Assert.Empty(outcome.Uses.Invoices);
        Assert.Empty(outcome.Prerequisites);
    }

    [Fact]
    public void Originals_of_before_are_bounded_by_the_authoritys_own_records()
    {
        var first = OfBefore().Run();
        var taken = new Originals
        {
            TakenBefore = first.Taken.ToDictionary(one => one.Key, one => one.Part),
        };
        OfBefore().WithInfo(i => i with { Originals = taken }).Raises("R319");
    }

    [Fact]
    public void What_an_undecided_offset_gave_back_stands_on_its_approval()
    {
        FreedUse[] freed = [new(Earlier.Id, 2, 1_000m)];
        var outcome = Scene
            .Er()
            .WithInfo(i =>
                i with
                {
                    Originals = new Originals
                    {
                        Freed = new Dictionary<string, IReadOnlyList<FreedUse>>
                        {
                            [Samples.CustomsLine] = freed,
                        },
                    },
                }
            )
            .Run();
        var prerequisite = Assert.Single(outcome.Prerequisites);
        Assert.Equal((Earlier.Id, 2), (prerequisite.PreDeclarationId, prerequisite.AttemptNo));
        Assert.Null(prerequisite.GrantedCny);
    }

    private static IEnumerable<(decimal Quantity, decimal TaxBase, decimal Fob)> Thirds() =>
        [(333m, 33_300m, 5_328m), (333m, 33_300m, 5_328m), (334m, 33_400m, 5_344m)];

    private static Scene Part(
        OriginalFiling original,
        decimal quantity,
        decimal taxBase,
        decimal fob
    ) =>
        Er(original)
            .WithExport(l => l with { Quantity = -quantity, FobUsd = -fob })
            .WithPurchase(l =>
                l with
                {
                    Quantity = -quantity,
                    TaxBase = -taxBase,
                    RebatableTax = -decimal.Round(taxBase * 0.13m, 2),
                }
            );

    private static Scene Er(OriginalFiling? original = null) => OffsetScenes.Er(original);

    private static Scene Ecr() => OffsetScenes.Ecr();

    private static Scene OfBefore() =>
        OffsetScenes
            .Er()
            .WithCustoms(c => c with { RemainingQuantity = 1_000m })
            .WithExport(l => l with { OriginalPeriodAndLine = "2025100001" });

    private static decimal Number(string text) =>
        decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
