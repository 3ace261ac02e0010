using RebateFlow.Intake.Checks.Reference;

namespace RebateFlow.Intake.Tests.Checks.Match;

/// <summary>The trade mode that customs booked, and the business type that goes with it.</summary>
public sealed class TradeModeMatchTests
{
    [Theory]
    [InlineData("HWC-YT", "9810", true)]
    [InlineData("ｈｗｃ-yt ", "9810", true)]
    [InlineData("HWC-YT", "0110", false)]
    [InlineData("HWC-YT", "9710", false)]
    [InlineData(null, "9810", true)]
    public void M117_wants_the_trade_mode_of_the_business_type(string? type, string mode, bool fits)
    {
        var scene = Scene
            .Er()
            .WithExport(l => l with { RefundBusinessType = type })
            .WithCustoms(c => c with { TradeMode = mode });
        if (fits)
            scene.IsClean();
        else
            scene.OnlyRaises("M117").Is("export", "0001", "refundBusinessType", "HWC-YT", mode);
    }

    [Theory]
    [InlineData("3010", "REVIEW", "leaves it to the case whether goods are rebated (REVIEW)")]
    [InlineData("1300", "REVIEW", "leaves it to the case whether goods are rebated (REVIEW)")]
    [InlineData("9998", "", "is not in the table of trade modes")]
    public void M118_leaves_what_the_table_leaves_open_to_an_officer(
        string mode,
        string expected,
        string told
    )
    {
        var doubt = Scene.Er().WithCustoms(c => c with { TradeMode = mode }).OnlyRaises("M118");
        doubt.Is("export", "0001", "customsDeclarationLineNo", mode, expected);
        Assert.EndsWith($"trade mode {mode} {told}", doubt.TextEn, StringComparison.Ordinal);
    }

    /// <summary>
    /// No mode of the table passes unlooked at that the table does not say is rebated.
    /// </summary>
    [Fact]
    public void Every_mode_of_the_table_is_rebated_or_a_doubt()
    {
        var modes = File.ReadLines(Path.Combine("seeds", "reference", "trade-modes.csv"))
            .Skip(1)
            .Select(line => line[..4])
            .ToList();
        Assert.Equal(80, modes.Count);
        Assert.All(
            modes,
            mode =>
            {
                var codes = Scene.Er().WithCustoms(c => c with { TradeMode = mode }).Codes();
                var isRebated =
                    ReferenceData.Embedded.TradeModes.TreatmentOf(mode)
                    is RebateTreatment.Refund
                        or RebateTreatment.EcrProcessing;
                Assert.Equal(isRebated, codes is not (["M108"] or ["M118"]));
            }
        );
    }
}
