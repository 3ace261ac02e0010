using System.Text.Json;
using RebateFlow.Contracts.Intake;
using RebateFlow.Intake.Checks;

namespace RebateFlow.Intake.Tests.Checks;

public sealed class FilingContentsTests
{
    [Fact]
    public void A_cleared_ER_filing_carries_lines_customs_facts_and_doubts()
    {
        var content = Scene.Er().WithExport(l => l with { CommodityName = "车灯" }).Run().Content!;
        var export = Assert.Single(content.ExportLines);
        Assert.Equal(["个", "千克"], export.CustomsUnits);
        Assert.Equal("0110", export.TradeMode);
        Assert.Equal("DEU", export.DestinationCountry);
        Assert.Equal(112_000m, export.FobCny);
        Assert.Equal(13_000m, export.RebateCny);
        var purchase = Assert.Single(content.PurchaseLines);
        Assert.Equal("天津示例供货甲厂有限公司", purchase.SupplierName);
        Assert.Equal(13_000m, purchase.RebateCny);
        var doubt = Assert.Single(content.Doubts);
        Assert.Equal(("M107", "WARNING", "OFFICER"), (doubt.Code, doubt.Level, doubt.PassableBy));
        Assert.Null(content.EcrSummary);
    }

    [Fact]
    public void A_cleared_ECR_filing_carries_the_rows_that_decide_the_money()
    {
        var content = Scene.Ecr().Run().Content!;
        Assert.Empty(content.PurchaseLines);
        Assert.Equal(14_560m, content.EcrSummary!.EcrTotal);
        Assert.Equal(10_000m, content.EcrSummary.RebateDue);
        Assert.Equal(4_560m, content.EcrSummary.ExemptCredit);
    }

    [Fact]
    public void The_rebate_of_an_association_is_shared_by_its_export_lines_to_the_fen()
    {
        var content = Scene
            .Er()
            .WithExport(l => l with { Quantity = 333m, FobUsd = 5_328m })
            .AddExport(l => l with { Quantity = 333m, FobUsd = 5_328m })
            .AddExport(l => l with { Quantity = 334m, FobUsd = 5_344m })
            .Run()
            .Content!;
        Assert.Equal([4_329m, 4_329m, 4_342m], content.ExportLines.Select(l => l.RebateCny));
    }

    [Fact]
    public void An_attempt_that_does_not_clear_carries_nothing() =>
        Assert.Null(Scene.Er().WithInvoice(v => v with { Certified = false }).Run().Content);

    [Fact]
    public void The_content_survives_JSON()
    {
        var content = Scene.Er().Run().Content!;
        var json = JsonSerializer.Serialize(content);
        var back = JsonSerializer.Deserialize<FilingContent>(json)!;
        Assert.Equal(json, JsonSerializer.Serialize(back));
        Assert.Equal(FeedbackOutcome.Clean, Scene.Er().Run().Outcome);
    }
}
