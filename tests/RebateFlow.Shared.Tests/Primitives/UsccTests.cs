using RebateFlow.Primitives;

namespace RebateFlow.Shared.Tests.Primitives;

/// <summary>
/// Unified social credit codes; the case file holds public codes of real organisations.
/// </summary>
public sealed class UsccTests
{
    public static IEnumerable<TheoryDataRow<string, string>> Codes() =>
        CaseFile
            .Rows("usccs.csv")
            .Select(row => new TheoryDataRow<string, string>(row[0], row[1])
            {
                TestDisplayName = $"{row[0]} is {row[1]}",
            });

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_code_is_judged_by_alphabet_length_and_check_character(
        string code,
        string expected
    )
    {
        var isCode = Uscc.TryParse(code, out var uscc);
        var conforms = isCode && uscc.CheckCharacterConforms;
        switch (expected)
        {
            case "VALID":
                Assert.True(conforms);
                Assert.True(uscc.OrganisationCodeConforms);
                break;
            case "LEGAL_BUT_NONCONFORMING":
                Assert.True(isCode);
                Assert.False(conforms);
                break;
            default:
                Assert.False(conforms);
                break;
        }
    }

    [Theory]
    [InlineData(" 91110108551385082q ")]
    [InlineData("９１１１０１０８５５１３８５０８２Ｑ")]
    [InlineData("９１１１０１０８５５１３８５０８２ｑ")]
    public void Pasted_codes_are_normalised(string pasted)
    {
        Assert.True(Uscc.TryParse(pasted, out var uscc));
        Assert.Equal("91110108551385082Q", uscc.Value);
        Assert.Equal("91110108551385082Q", uscc.ToString());
    }

    [Fact]
    public void The_check_character_of_every_conforming_code_is_its_last()
    {
        foreach (var row in CaseFile.Rows("usccs.csv").Where(row => row[1] == "VALID"))
            Assert.Equal(row[0][17], Uscc.CheckCharacterOf(row[0].AsSpan(0, 17)));
    }

    [Theory]
    [InlineData("55138508", '2')]
    [InlineData("71526726", 'X')]
    [InlineData("71092609", '4')]
    public void The_organisation_code_has_a_check_character_of_its_own(
        string first8,
        char expected
    ) => Assert.Equal(expected, Uscc.OrganisationCheckCharacterOf(first8));
}
