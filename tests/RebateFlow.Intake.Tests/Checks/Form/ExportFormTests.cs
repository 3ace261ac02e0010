using RebateFlow.Intake.Checks.Rates;

namespace RebateFlow.Intake.Tests.Checks.Form;

public sealed class ExportFormTests
{
    [Theory]
    [InlineData("0002")]
    [InlineData("")]
    [InlineData("A001")]
    public void F004_names_the_number_that_should_stand_there(string lineNo) =>
        Scene
            .Er()
            .WithExport(l => l with { LineNo = lineNo })
            .OnlyRaises("F004")
            .Is("export", lineNo, "lineNo", lineNo, "0001");

    [Theory]
    [InlineData("1")]
    [InlineData("00000001")]
    public void F004_takes_other_widths_of_the_same_number(string lineNo) =>
        Scene.Er().WithExport(l => l with { LineNo = lineNo }).IsClean();

    [Theory]
    [InlineData("02202026000001000101")]
    [InlineData("022020260000010001101")]
    [InlineData("022020260000010001000")]
    public void F005_refuses_a_malformed_customs_line_and_M101_says_nothing_of_it(string number)
    {
        var scene = Scene.Er().WithExport(l => l with { CustomsDeclarationLineNo = number });
        scene
            .OnlyRaises("F005")
            .Is("export", "0001", "customsDeclarationLineNo", number, "18 + 0 + 01-99");
    }

    [Fact]
    public void F006_refuses_a_code_that_the_library_lacks_on_the_export_date()
    {
        var ended = Samples.Rate(Samples.Code, 13m) with { ValidTo = new DateOnly(2026, 2, 4) };
        Scene
            .Er()
            .WithRates(ended)
            .Raises("F006")
            .Is("export", "0001", "commodityCode", Samples.Code, "2026-02-05");
        Scene.Er().WithRates(ended with { ValidTo = Samples.ExportDate }).DoesNotRaise("F006");
    }

    [Fact]
    public void F006_names_the_declared_code_when_that_is_the_unknown_one() =>
        Assert.Equal(
            "declaredCommodityCode",
            Scene
                .Er()
                .WithExport(l => l with { DeclaredCommodityCode = "9999999999" })
                .Raises("F006")
                .Field
        );

    [Fact]
    public void F007_warns_of_a_unit_that_is_neither_the_library_s_nor_customs()
    {
        Scene
            .Er()
            .WithCustoms(c => c with { DeclaredUnit = "箱", DeclaredQuantity = 10m })
            .WithExport(l => l with { Unit = "箱", Quantity = 10m })
            .OnlyRaises("F007")
            .Is("export", "0001", "unit", "箱", "个/千克");
        Scene.Er().WithExport(l => l with { Unit = "007" }).IsClean();
        Scene.Ecr().WithExport(l => l with { Unit = "千克", Quantity = 500m }).IsClean();
    }

    [Fact]
    public void F007_says_nothing_when_the_library_knows_no_unit() =>
        Scene
            .Ecr()
            .WithRates(Samples.Rate(Samples.Code, 13m) with { Unit1 = "", Unit2 = null })
            .IsClean();

    [Fact]
    public void F008_refuses_an_export_that_lies_ahead()
    {
        Scene
            .Er()
            .WithExport(l => l with { ExportDate = Samples.Today.AddDays(1) })
            .Raises("F008")
            .Is("export", "0001", "exportDate", "2026-04-11", "2026-04-10");
        Scene.Er().WithExport(l => l with { ExportDate = Samples.Today }).DoesNotRaise("F008");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("20260301")]
    [InlineData("2026030001")]
    public void F009_refuses_an_association_number_and_asks_for_nothing_more(string? number)
    {
        var codes = Scene.Er().WithExport(l => l with { AssociationNo = number }).Codes();
        Assert.Equal(["F009", "F011"], codes);
    }

    [Fact]
    public void F009_does_not_concern_the_ECR_method() => Scene.Ecr().IsClean();

    [Fact]
    public void F018_refuses_a_quantity_of_zero()
    {
        Scene
            .Ecr()
            .WithExport(l => l with { Quantity = 0m, FobUsd = 0m, FobCny = 0m })
            .Raises("F018")
            .Is("export", "0001", "quantity", "0", "quantity");
    }

    [Fact]
    public void F018_asks_for_CNY_when_the_month_has_no_rate()
    {
        var scene = Scene.Ecr().WithExport(l => l with { FobCny = null });
        scene.IsClean();
        Assert.Equal(112_000m, scene.Run().Rebate.Lines[0].BaseCny);
        scene
            .WithInfo(i => i with { ExchangeRates = ExchangeRates.None })
            .Raises("F018")
            .Is("export", "0001", "fobCny", "", "fobCny");
    }
}
