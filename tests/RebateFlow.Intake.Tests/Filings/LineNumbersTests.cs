using RebateFlow.Intake.Checks.Filings;

namespace RebateFlow.Intake.Tests.Filings;

public sealed class LineNumbersTests
{
    [Theory]
    [InlineData(1, "0001")]
    [InlineData(9_999, "9999")]
    [InlineData(10_000, "A001")]
    [InlineData(10_998, "A999")]
    [InlineData(10_999, "B001")]
    [InlineData(35_973, "Z999")]
    [InlineData(35_974, "35974")]
    [InlineData(50_000, "50000")]
    public void Numbers_go_on_with_letters_after_9999(int ordinal, string number)
    {
        Assert.Equal(number, LineNumbers.At(ordinal));
        Assert.True(LineNumbers.IsAt(number, ordinal));
        Assert.False(LineNumbers.IsAt(number, ordinal + 1));
    }

    [Theory]
    [InlineData("10000")]
    [InlineData("00010000")]
    public void A_plain_number_is_taken_at_its_value(string text) =>
        Assert.True(LineNumbers.IsAt(text, 10_000));

    [Theory]
    [InlineData("-1")]
    [InlineData("1 ")]
    [InlineData("000000001")]
    public void Other_notations_are_refused(string text) => Assert.False(LineNumbers.IsAt(text, 1));
}
