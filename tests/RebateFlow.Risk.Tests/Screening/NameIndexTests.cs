using RebateFlow.RiskScoring.Rules.Names;

namespace RebateFlow.Risk.Tests.Screening;

public sealed class NameIndexTests
{
    private static readonly NameWeights weights = NameWeights.On(new DateOnly(2026, 4, 20));

    private static readonly NameIndex index = new([
        new(0, "天津市华远国际贸易有限公司", NameKind.Company, IsAlias: false),
        new(0, "华远国贸", NameKind.Company, IsAlias: true),
        new(1, "上海鑫达电子科技股份有限公司", NameKind.Company, IsAlias: false),
        new(2, "郑示一", NameKind.Person, IsAlias: false),
    ]);

    [Theory]
    [InlineData("天津华源国际贸易有限责任公司", 0, "HOMOPHONE")]
    [InlineData("華遠國際貿易有限公司", 0, "REGION_MISSING")]
    [InlineData("华远国贸", 0, "ALIAS")]
    [InlineData("鑫达（上海）电子科技有限公司", 1, "FORM_DIFFERS")]
    public void A_name_is_found_with_the_reasons_of_its_score(string text, int owner, string reason)
    {
        var match = Assert.Single(index.Find(text, NameKind.Company, weights));

        Assert.Equal(owner, match.Owner);
        Assert.Contains(reason, NameReasonTexts.Of(match.Score.Reasons).Select(one => one.Code));
    }

    [Theory]
    [InlineData("北京华远国际贸易有限公司")]
    [InlineData("天津华远电子科技有限公司")]
    [InlineData("郑示一")]
    public void Another_company_is_not_found(string text) =>
        Assert.Empty(index.Find(text, NameKind.Company, weights));

    [Fact]
    public void Persons_are_found_among_persons_alone() =>
        Assert.Equal(2, Assert.Single(index.Find("鄭 示一", NameKind.Person, weights)).Owner);

    [Fact]
    public void A_higher_threshold_leaves_only_equal_names() =>
        Assert.Empty(index.Find("天津华源国际贸易有限公司", NameKind.Company, weights, 100));

    [Fact]
    public void The_weights_of_a_day_before_the_first_set_are_those_of_the_first() =>
        Assert.Equal(weights.Version, NameWeights.On(new DateOnly(2000, 1, 1)).Version);
}
