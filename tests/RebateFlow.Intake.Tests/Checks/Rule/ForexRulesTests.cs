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

    private static HashSet<string>? Received(bool isReceived) =>
        isReceived ? [Samples.CustomsLine] : [];

    private static Scene Class(int enterpriseClass, HashSet<string>? receipts) =>
        Scene
            .Er()
            .WithEnterprise(e => e with { EnterpriseClass = enterpriseClass })
            .WithInfo(i => i with { ForexReceipts = receipts });
}
