using CsCheck;
using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Checks.PreDeclarations;

namespace RebateFlow.Intake.Tests.PreDeclarations;

public sealed class VoucherClaimTests
{
    private static readonly Gen<VoucherClaim> AnyClaim = Gen.Select(
            Gen.Char['a', 'f'].Select(c => c.ToString()).HashSet[0, 4],
            Gen.Select(Gen.Char['p', 'r'], Gen.Int[1, 2])
                .Select((c, line) => new InvoiceKey(c.ToString(), line))
                .HashSet[0, 4],
            Gen.Int[1, 1000].Array[8]
        )
        .Select(
            (lines, invoices, amounts) =>
                VoucherClaim.Of(
                    new VoucherUses(
                        [.. lines.Select((no, i) => new CustomsLineUse(no, amounts[i]))],
                        [
                            .. invoices.Select(
                                (key, i) => new InvoiceUse(key, amounts[4 + i], amounts[i])
                            ),
                        ]
                    )
                )
        );

    [Fact]
    public void Vouchers_stand_in_the_order_they_are_locked_in()
    {
        var claim = VoucherClaim.Of(
            new VoucherUses(
                [new CustomsLineUse("B", 2), new CustomsLineUse("A", 1)],
                [
                    new InvoiceUse(new("9", 10), 95, 9.5m),
                    new InvoiceUse(new("9", 2), 90, 9),
                    new InvoiceUse(new("10", 1), 100, 10),
                ]
            )
        );

        Assert.Equal(["A", "B"], claim.CustomsLineNos);
        Assert.Equal([1m, 2m], claim.CustomsQuantities);
        Assert.Equal(["10", "9", "9"], claim.InvoiceNos);
        Assert.Equal([1, 2, 10], claim.InvoiceLineNos);
        Assert.Equal([10m, 9m, 9.5m], claim.InvoiceQuantities);
        Assert.Equal([100m, 90m, 95m], claim.InvoiceTaxBases);
    }

    [Fact]
    public void A_later_attempt_adds_only_what_it_uses_beyond_the_former_one()
    {
        var former = VoucherClaim.Of(
            new VoucherUses(
                [new CustomsLineUse("A", 5), new CustomsLineUse("B", 5)],
                [new InvoiceUse(new("1", 1), 100, 10)]
            )
        );
        var later = VoucherClaim.Of(
            new VoucherUses(
                [new CustomsLineUse("B", 7), new CustomsLineUse("C", 1)],
                [new InvoiceUse(new("1", 1), 80, 8)]
            )
        );

        var change = later.Less(former);

        Assert.Equal(["A", "B", "C"], change.CustomsLineNos);
        Assert.Equal([-5m, 2m, 1m], change.CustomsQuantities);
        Assert.Equal([-2m], change.InvoiceQuantities);
        Assert.Equal([-20m], change.InvoiceTaxBases);
    }

    [Fact]
    public void The_former_claim_and_the_change_make_the_later_claim() =>
        Gen.Select(AnyClaim, AnyClaim)
            .Sample(
                (former, later) =>
                {
                    var change = later.Less(former);
                    var sums = Sums(former);
                    foreach (var (no, amount) in Sums(change))
                        sums[no] = sums.GetValueOrDefault(no) + amount;
                    var held = Sums(later);
                    return sums.All(sum => sum.Value == held.GetValueOrDefault(sum.Key));
                }
            );

    private static Dictionary<string, decimal> Sums(VoucherClaim claim)
    {
        var sums = claim.ByCustomsLine();
        foreach (var (key, use) in claim.ByInvoice())
            sums[key.ToString()] = use.TaxBaseCny;
        return sums;
    }
}
