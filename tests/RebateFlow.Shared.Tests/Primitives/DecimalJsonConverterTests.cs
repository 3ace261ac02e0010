using System.Text.Json;
using System.Text.Json.Serialization;
using RebateFlow.Primitives;

namespace RebateFlow.Shared.Tests.Primitives;

public sealed class DecimalJsonConverterTests
{
    public sealed record Sample
    {
        [JsonConverter(typeof(MoneyJsonConverter))]
        public decimal Amount { get; init; }

        [JsonConverter(typeof(DecimalJsonConverter))]
        public decimal? Rate { get; init; }
    }

    [Theory]
    [InlineData("1234.50")]
    [InlineData("-0.01")]
    [InlineData("0")]
    [InlineData("9999999999999999.99")]
    public void An_amount_is_read_as_it_stands(string amount) =>
        Assert.Equal(
            decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture),
            Read($$"""{"Amount":"{{amount}}"}""").Amount
        );

    [Theory]
    [InlineData("1.234", "three places")]
    [InlineData("1e5", "an exponent")]
    [InlineData("+1", "a plus sign")]
    [InlineData("1,000.00", "a group mark")]
    [InlineData(" 1", "a blank")]
    [InlineData(".5", "no digit before the point")]
    [InlineData("5.", "no digit behind the point")]
    [InlineData("-", "no digit at all")]
    [InlineData("", "nothing")]
    [InlineData("１", "a full-width digit")]
    [InlineData("10000000000000000", "seventeen digits")]
    public void An_amount_is_refused(string amount, string why)
    {
        var refused = Assert.Throws<JsonException>(() => Read($$"""{"Amount":"{{amount}}"}"""));
        Assert.Contains("places", refused.Message, StringComparison.Ordinal);
        Assert.NotEmpty(why);
    }

    [Fact]
    public void A_JSON_number_is_refused_because_readers_may_round_it() =>
        Assert.Throws<JsonException>(() => Read("""{"Amount":12.5}"""));

    [Fact]
    public void A_rate_keeps_twelve_places_and_may_be_null()
    {
        Assert.Equal(0.333333333333m, Read("""{"Rate":"0.333333333333"}""").Rate);
        Assert.Null(Read("""{"Rate":null}""").Rate);
        Assert.Throws<JsonException>(() => Read("""{"Rate":"0.3333333333333"}"""));
    }

    [Fact]
    public void Amounts_are_written_with_two_places_and_rates_without_trailing_zeros() =>
        Assert.Equal(
            """{"Amount":"5.00","Rate":"13"}""",
            JsonSerializer.Serialize(new Sample { Amount = 5m, Rate = 13.000m })
        );

    private static Sample Read(string json) => JsonSerializer.Deserialize<Sample>(json)!;
}
