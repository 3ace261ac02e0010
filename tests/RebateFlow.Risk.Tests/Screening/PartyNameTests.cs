using RebateFlow.RiskScoring.Rules.Names;

namespace RebateFlow.Risk.Tests.Screening;

public sealed class PartyNameTests
{
    [Theory]
    [InlineData("天津市华远国际贸易有限公司", "天津", "", "华远", "国际 贸易", "LIMITED")]
    [InlineData(
        "广东省深圳市华远电子科技股份有限公司",
        "广东",
        "深圳",
        "华远",
        "电子 科技",
        "SHARES"
    )]
    [InlineData("华远（深圳）电子有限责任公司", "广东", "深圳", "华远", "电子", "LIMITED")]
    [InlineData("天津滨海新区华远贸易有限公司", "天津", "", "华远", "贸易", "LIMITED")]
    [InlineData("華遠國際貿易有限公司", "", "", "华远", "国际 贸易", "LIMITED")]
    [InlineData("广西壮族自治区南宁市华远贸易公司", "广西", "南宁", "华远", "贸易", "COMPANY")]
    [InlineData("国际贸易有限公司", "", "", "国际", "贸易", "LIMITED")]
    [InlineData("天津有限公司", "", "", "天津", "", "LIMITED")]
    [InlineData("", "", "", "", "", "")]
    public void A_company_is_region_own_name_trade_and_legal_form(
        string text,
        string province,
        string city,
        string brand,
        string trade,
        string form
    )
    {
        var name = PartyName.Parse(text, NameKind.Company);

        Assert.Equal(
            (province, city, brand, trade, form),
            (name.Province, name.City, name.Brand, string.Join(' ', name.Trade), name.Form)
        );
    }

    [Fact]
    public void Groups_and_branches_are_told_from_their_companies()
    {
        var group = PartyName.Parse("华远(集团)股份有限公司", NameKind.Company);
        var branch = PartyName.Parse("天津华远贸易有限公司上海分公司", NameKind.Company);

        Assert.Equal((true, "华远"), (group.IsGroup, group.Stem));
        Assert.Equal((true, "华远贸易"), (branch.IsBranch, branch.Stem));
    }

    [Theory]
    [InlineData("ＡＢＣ Trading Co., Ltd.", "ABCTRADING", "LIMITED")]
    [InlineData("North-Star Inc", "NORTHSTAR", "SHARES")]
    [InlineData("Co", "CO", "")]
    public void Latin_names_lose_their_legal_form(string text, string stem, string form)
    {
        var name = PartyName.Parse(text, NameKind.Company);

        Assert.Equal((stem, form), (name.Stem, name.Form));
    }

    [Theory]
    [InlineData("((((")]
    [InlineData("）（")]
    [InlineData("省市区县分公司")]
    [InlineData("有限公司")]
    [InlineData("\ud800\udc00\ufeff\u200b")]
    public void Whatever_is_written_is_taken_apart_without_a_fault(string text) =>
        Assert.NotNull(PartyName.Parse(text, NameKind.Company).Stem);
}
