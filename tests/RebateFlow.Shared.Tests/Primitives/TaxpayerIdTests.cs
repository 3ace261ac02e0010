using RebateFlow.Primitives;

namespace RebateFlow.Shared.Tests.Primitives;

/// <summary>A taxpayer by its code of 18 or its former id of 15 characters.</summary>
public sealed class TaxpayerIdTests
{
    private const string Code = "91120116MA90DEM10T";
    private const string Former = "120116MA90DEM10";

    public static TheoryData<string> Codes =>
        [.. CaseFile.Rows("usccs.csv").Where(row => row[1] == "VALID").Select(row => row[0])];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_code_is_the_taxpayer_of_its_former_id(string code)
    {
        var former = code.Substring(2, 15);
        Assert.True(TaxpayerId.TryParse(former, out var id));
        Assert.True(id.IsFormer);
        Assert.True(TaxpayerId.AreSame(code, former));
        Assert.True(TaxpayerId.AreSame(former.ToLowerInvariant() + " ", code));
        Assert.Equal(code, TaxpayerId.Fuller(former, code));
        Assert.Equal(code, TaxpayerId.Fuller(code, former));
    }

    [Theory]
    [InlineData(Code, Code, true)]
    [InlineData(Former, Former, true)]
    [InlineData("\u200B911201 16MA90DEM10T", Code, true)]
    [InlineData(Former, "91120116MA90DEM20T", false)]
    [InlineData("120117MA90DEM10", Code, false)]
    [InlineData("92120116MA90DEM10T", Code, false)]
    [InlineData("91120116MA90DEM10U", Code, false)]
    [InlineData("20116MA90DEM10T", Code, false)]
    [InlineData("12011612345678901234", "12011612345678901234", true)]
    [InlineData("12011612345678901234", Code, false)]
    [InlineData("", Code, false)]
    public void Two_spellings_are_one_taxpayer_or_not(string left, string right, bool areSame)
    {
        Assert.Equal(areSame, TaxpayerId.AreSame(left, right));
        Assert.Equal(areSame, TaxpayerId.AreSame(right, left));
    }

    [Theory]
    [InlineData("120116MA90DEM1")]
    [InlineData("12011AMA90DEM10")]
    [InlineData("120116MA90DEM-0")]
    [InlineData("91120116MA90DEM1O T")]
    [InlineData("")]
    [InlineData(null)]
    public void Other_forms_are_no_taxpayer_id(string? text) =>
        Assert.False(TaxpayerId.TryParse(text, out _));

    [Fact]
    public void Of_two_taxpayers_the_first_stays() =>
        Assert.Equal(Former, TaxpayerId.Fuller(Former, "91120116MA90DEM20T"));
}
