using CsCheck;
using RebateFlow.Primitives;

namespace RebateFlow.Shared.Tests.Primitives;

/// <summary>One spelling of every code and number, whatever was pasted with it.</summary>
public sealed class CodeTextTests
{
    /// <summary>What pages, spreadsheets and scanners paste along.</summary>
    private static readonly Gen<string> Clutter = Gen.OneOf(
        "",
        " ",
        "\u00A0",
        "\u3000",
        "\u2009",
        "\t",
        "\r\n",
        "\u200B",
        "\u200D",
        "\u2060",
        "\uFEFF",
        "\u00AD",
        "\u202A"
    );

    private static readonly Gen<char> Letter = Gen.Char["0123456789ABCDEFGHJKLMNPQRTUWXY-"];

    [Fact]
    public void Width_case_blanks_and_what_nobody_sees_make_no_difference() =>
        Gen.Select(Letter, Clutter, Gen.Bool, Gen.Bool)
            .Array[0, 24]
            .Sample(pieces =>
            {
                var code = string.Concat(pieces.Select(piece => piece.Item1));
                var pasted = string.Concat(
                    pieces.Select(piece =>
                        Written(piece.Item1, piece.Item3, piece.Item4) + piece.Item2
                    )
                );
                Assert.Equal(code, CodeText.Normalize(pasted));
            });

    [Fact]
    public void A_normal_code_stays_the_same_and_normalising_twice_changes_nothing() =>
        Gen.String.Sample(text =>
        {
            var once = CodeText.Normalize(text);
            Assert.Same(once, CodeText.Normalize(once));
            Assert.DoesNotContain(once, char.IsWhiteSpace);
            Assert.DoesNotContain(once, CodeText.IsInvisible);
        });

    [Fact]
    public void A_control_stays_for_the_form_of_the_code_to_refuse() =>
        Assert.Equal("A\0B", CodeText.Normalize("a\0b"));

    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData(" Acme  Trading ", "ACME  TRADING")]
    [InlineData("Ａｃｍｅ\u200B Co", "ACME CO")]
    [InlineData("天津 示例", "天津 示例")]
    public void A_name_keeps_the_blanks_between_its_words(string? name, string folded) =>
        Assert.Equal(folded, CodeText.Fold(name));

    private static string Written(char c, bool isWide, bool isSmall)
    {
        var written = isSmall ? char.ToLowerInvariant(c) : c;
        return (isWide ? (char)(written - '!' + '！') : written).ToString();
    }
}
