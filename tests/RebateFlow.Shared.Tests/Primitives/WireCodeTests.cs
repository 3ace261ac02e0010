using System.Text.Json;
using RebateFlow.Primitives;

namespace RebateFlow.Shared.Tests.Primitives;

public sealed class WireCodeTests
{
    private static readonly JsonSerializerOptions json = new()
    {
        Converters = { new WireCodeJsonConverter<Kind>() },
    };

    public enum Kind
    {
        SpecialInvoice,
        Customs,
        ReReview,
    }

    [Theory]
    [InlineData(Kind.SpecialInvoice, "SPECIAL_INVOICE")]
    [InlineData(Kind.Customs, "CUSTOMS")]
    [InlineData(Kind.ReReview, "RE_REVIEW")]
    public void A_code_is_the_name_in_upper_case_and_leads_back(Kind value, string code)
    {
        Assert.Equal(code, WireCode.Of(value));
        Assert.Equal(value, WireCode.Find<Kind>(code));
        Assert.Equal(value, WireCode.Read<Kind>(code));
        Assert.Equal($"\"{code}\"", JsonSerializer.Serialize(value, json));
        Assert.Equal(value, JsonSerializer.Deserialize<Kind>($"\"{code}\"", json));
    }

    [Theory]
    [InlineData("special_invoice")]
    [InlineData("SpecialInvoice")]
    [InlineData("SPECIALINVOICE")]
    [InlineData("1")]
    [InlineData("")]
    [InlineData(null)]
    public void Nothing_but_a_code_is_read(string? text)
    {
        Assert.False(WireCode.TryParse<Kind>(text, out _));
        Assert.Null(WireCode.Find<Kind>(text));
        Assert.Throws<InvalidDataException>(() => WireCode.Read<Kind>(text ?? "null"));
    }

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("1")]
    [InlineData("\"customs\"")]
    public void Json_takes_nothing_but_a_code_and_says_which_there_are(string text)
    {
        var refusal = Assert.Throws<JsonException>(() =>
            JsonSerializer.Deserialize<Kind>(text, json)
        );

        Assert.Contains("SPECIAL_INVOICE, CUSTOMS, RE_REVIEW", refusal.Message);
    }

    [Fact]
    public void All_codes_come_in_the_order_of_the_enum() =>
        Assert.Equal(["SPECIAL_INVOICE", "CUSTOMS", "RE_REVIEW"], WireCode.All<Kind>());
}
