using RebateFlow.Intake.Checks.Doubts;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Match;

namespace RebateFlow.Intake.Tests.Checks.Match;

public sealed class InvoiceContentMatchTests
{
    [Fact]
    public void M220_refuses_another_kind_than_that_of_the_record()
    {
        var doubt = Scene
            .Er()
            .WithInvoice(v => v with { VoucherKind = VoucherKind.CustomsPayment })
            .OnlyRaises("M220");
        doubt.Is("purchase", "0001", "voucherKind", "DIGITAL_INVOICE", "CUSTOMS_PAYMENT");
        Assert.Equal(PassableBy.None, doubt.PassableBy);
    }

    [Fact]
    public void M221_tells_both_dates()
    {
        var doubt = Scene
            .Er()
            .WithPurchase(l => l with { InvoiceDate = new DateOnly(2026, 3, 30) })
            .OnlyRaises("M221");
        doubt.Is("purchase", "0001", "invoiceDate", "2026-03-30", "2026-02-20");
        Assert.Equal(PassableBy.Officer, doubt.PassableBy);
    }

    [Theory]
    [InlineData("9", "13", "M224")]
    [InlineData("13.00", "13", null)]
    [InlineData("3", "3", null)]
    public void M224_refuses_another_levy_rate_and_reckons_with_that_of_the_invoice(
        string declared,
        string ofInvoice,
        string? code
    )
    {
        var (line, invoice) = (Number(declared), Number(ofInvoice));
        var scene = Scene
            .Er()
            .WithPurchase(l => l with { VatRate = line })
            .WithInvoice(v => v with { VatRate = invoice });
        if (code is null)
        {
            scene.DoesNotRaise("M224");
            return;
        }
        scene.OnlyRaises(code).Is("purchase", "0001", "vatRate", declared, ofInvoice);
        Assert.Equal(invoice, scene.Run().Rebate.Lines[0].VatRatePercent);
    }

    [Fact]
    public void M222_lets_an_officer_compare_goods_of_other_names()
    {
        var scene = Scene.Er().WithInvoice(v => v with { CommodityName = "塑料玩具" });
        var doubt = scene.OnlyRaises("M222");
        doubt.Is("purchase", "0001", "voucherNo", "塑料玩具", "机动车辆用照明装置");
        Assert.Equal(PassableBy.Officer, doubt.PassableBy);
        Assert.Equal(13_000m, scene.Run().Rebate.RebateDueCny);
    }

    [Fact]
    public void M222_says_nothing_of_a_fee()
    {
        var fee = Scene
            .Er()
            .AddInvoice(v =>
                v with
                {
                    VoucherNo = "26122000000000000002",
                    CommodityName = "*劳务*加工费",
                    Unit = "",
                    Quantity = 0m,
                }
            )
            .AddPurchase(l => l with { VoucherNo = "26122000000000000002", Quantity = 0m });
        fee.DoesNotRaise("M222");
        fee.DoesNotRaise("M223");
    }

    [Fact]
    public void M223_compares_the_name_on_the_line_where_there_is_one()
    {
        Scene
            .Er()
            .WithPurchase(l => l with { CommodityName = "玻璃杯" })
            .OnlyRaises("M223")
            .Is("purchase", "0001", "commodityName", "玻璃杯", "机动车辆用照明装置");
        Scene.Er().WithPurchase(l => l with { CommodityName = "照明装置（机动车辆用）" }).IsClean();
    }

    [Theory]
    [InlineData("减震器", "减震器", true)]
    [InlineData("*汽车零配件*减震器", "减震器", true)]
    [InlineData("＊汽车零配件＊减震器", "减震器", true)]
    [InlineData("减震器 ABC-1200/30×20", "减震器", true)]
    [InlineData("减震器", "汽车减震器总成", true)]
    [InlineData("冻鲨鱼", "冻濒危鲨鱼", true)]
    [InlineData("照明装置（机动车辆用）", "机动车辆用照明装置", true)]
    [InlineData("LED lamp", "led  LAMP", true)]
    [InlineData("", "减震器", true)]
    [InlineData("塑料玩具", "车辆用悬挂系统零件", false)]
    [InlineData("零件", "车辆用悬挂系统零件", false)]
    [InlineData("女式衬衫", "男式衬衫", false)]
    [InlineData("塑料袋", "塑料玩具", false)]
    [InlineData("lamp", "减震器", false)]
    public void Names_agree_when_one_only_says_more(string one, string other, bool agree)
    {
        Assert.Equal(agree, GoodsNames.Agree(one, other, 50m));
        Assert.Equal(agree, GoodsNames.Agree(other, one, 50m));
    }

    private static decimal Number(string text) =>
        decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
