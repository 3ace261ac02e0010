using RebateFlow.GreenChannel;
using RebateFlow.Primitives;

namespace RebateFlow.Shared.Tests.GreenChannel;

public sealed class ChannelPolicyTests
{
    private static readonly string document = File.ReadAllText(
        Path.Combine(AppContext.BaseDirectory, "Seeds", "2016-09-01.json")
    );

    [Theory]
    [InlineData(
        "\"source\": \"own proposal: no authority publishes a score limit\"",
        "\"source\": \"\""
    )]
    [InlineData("\"unit\": \"points\"", "\"unit\": \" \"")]
    public void A_value_without_unit_or_source_is_refused(string from, string to)
    {
        var fault = Assert.Throws<InvalidDataException>(() =>
            ChannelPolicy.Parse(document.Replace(from, to, StringComparison.Ordinal))
        );

        Assert.Contains("scoreLimit", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_begins_after_its_version_is_refused() =>
        Assert.Throws<InvalidDataException>(() =>
            DatedPolicy.Parse(
                document.Replace(
                    "\"validFrom\": \"2016-09-01\"",
                    "\"validFrom\": \"2016-08-31\"",
                    StringComparison.Ordinal
                )
            )
        );

    [Fact]
    public void Every_fault_of_a_policy_is_named_at_once()
    {
        var body = document
            .Replace("\"value\": \"30\"", "\"value\": \"0\"", StringComparison.Ordinal)
            .Replace("\"value\": \"5000000.00\"", "\"value\": \"0\"", StringComparison.Ordinal)
            .Replace("\"value\": \"HIGH\"", "\"value\": \"TALL\"", StringComparison.Ordinal);

        var fault = Assert.Throws<InvalidDataException>(() => ChannelPolicy.Parse(body));

        Assert.Contains("scoreLimit", fault.Message, StringComparison.Ordinal);
        Assert.Contains("minimumRebate", fault.Message, StringComparison.Ordinal);
        Assert.Contains("enhancedGrade", fault.Message, StringComparison.Ordinal);
    }
}
