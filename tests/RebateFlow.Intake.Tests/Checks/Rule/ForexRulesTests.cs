using RebateFlow.Intake.Checks.Information;

namespace RebateFlow.Intake.Tests.Checks.Rule;

public sealed class ForexRulesTests
{
    [Fact]
    public void R308_asks_class_4_for_material_from_the_first_day()
    {
        Class(4, Received(false))
            .OnlyRaises("R308")
            .Is("export", "0001", "customsDeclarationLineNo", Samples.CustomsLine, "");
        Class(4, Received(true)).IsClean();
        Class(3, Received(false)).IsClean();
    }

    [Fact]
    public void R309_warns_everybody_once_the_time_to_receive_is_over()
    {
        var late = Class(2, Received(false)) with { Today = new DateOnly(2027, 5, 1) };
        Assert.Equal(["R306", "R309"], late.Codes());
        var paid = Class(2, Received(true)) with { Today = new DateOnly(2027, 5, 1) };
        Assert.Equal(["R306"], paid.Codes());
    }

    [Fact]
    public void Nothing_is_judged_while_no_feed_brings_receipts() => Class(4, null).IsClean();

    [Theory]
    [InlineData("USD", "16000.00", true)]
    [InlineData("USD", "15200.00", true)]
    [InlineData("USD", "15199.99", false)]
    [InlineData("USD", "16800.00", true)]
    [InlineData("USD", "16800.01", false)]
    [InlineData("502", "16000.00", true)]
    [InlineData("EUR", "16000.00", false)]
    [InlineData("CNY", "112000.00", false)]
    [InlineData("USD", "0.00", false)]
    public void R331_compares_amount_and_currency_with_FOB(
        string currency,
        string amount,
        bool isRight
    )
    {
        var scene = Class(2, Receipt(currency, Amount(amount)));
        if (isRight)
            scene.IsClean();
        else
            scene
                .OnlyRaises("R331")
                .Is("export", "0001", "fobUsd", "USD 16000.00", $"{currency} {amount}");
    }

    [Fact]
    public void R331_adds_receipts_up_and_converts_by_the_rate_of_their_month()
    {
        var parts = Receipt("USD", 6_000m)[Samples.CustomsLine].Receipts;
        Class(2, Receipts([.. parts, .. Receipt("USD", 10_000m)[Samples.CustomsLine].Receipts]))
            .IsClean();
        var inYuan = Class(2, Receipt("CNY", 112_000m))
            .WithExport(l => l with { Currency = "CNY" })
            .WithCustoms(c => c with { Currency = "CNY" });
        inYuan.IsClean();
        Class(2, Receipt("CNY", 100_000m))
            .WithExport(l => l with { Currency = "CNY" })
            .WithCustoms(c => c with { Currency = "CNY" })
            .OnlyRaises("R331")
            .Is("export", "0001", "fobUsd", "USD 16000.00 (CNY)", "CNY 100000.00");
    }

    [Fact]
    public void R331_of_a_part_takes_the_receipts_of_the_whole_and_none_of_what_is_deemed()
    {
        var half = Class(2, Receipt("USD", 16_000m))
            .WithExport(l => l with { Quantity = 500m, FobUsd = 8_000m })
            .WithPurchase(l =>
                l with
                {
                    Quantity = 500m,
                    TaxBase = 50_000m,
                    RebatableTax = 6_500m,
                }
            );
        half.IsClean();
        Class(2, Received(true)).IsClean();
    }

    private static decimal Amount(string text) =>
        decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static Dictionary<string, ForexReceived> Receipt(string currency, decimal amount) =>
        Receipts([new ForexReceipt(currency, amount, Samples.ExportDate)]);

    private static Dictionary<string, ForexReceived> Receipts(
        IReadOnlyList<ForexReceipt> receipts
    ) => new() { [Samples.CustomsLine] = new ForexReceived(receipts, IsDeemed: false) };

    private static Dictionary<string, ForexReceived> Received(bool isReceived) =>
        isReceived
            ? new() { [Samples.CustomsLine] = ForexReceived.None with { IsDeemed = true } }
            : [];

    private static Scene Class(int enterpriseClass, Dictionary<string, ForexReceived>? receipts) =>
        Scene
            .Er()
            .WithEnterprise(e => e with { EnterpriseClass = enterpriseClass })
            .WithInfo(i => i with { ForexReceipts = receipts });
}
