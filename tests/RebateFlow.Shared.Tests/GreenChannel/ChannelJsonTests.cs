using System.Text.Json.Nodes;
using CsCheck;
using RebateFlow.GreenChannel;

namespace RebateFlow.Shared.Tests.GreenChannel;

public sealed class ChannelJsonTests
{
    [Fact]
    public void Facts_that_are_read_back_lead_to_the_same_verdict() =>
        Samples.AnyFacts.Sample(facts =>
        {
            var back = ChannelJson.Read<ChannelFacts>(Disordered(ChannelJson.Write(facts)));

            var (before, after) = (
                ChannelDecision.Decide(facts, Samples.Policy),
                ChannelDecision.Decide(back, Samples.Policy)
            );
            Assert.Equal(ChannelJson.Write(facts), ChannelJson.Write(back));
            Assert.Equal(ChannelJson.Write(before), ChannelJson.Write(after));
        });

    [Fact]
    public void Conditions_are_read_back_in_the_types_that_they_had() =>
        Samples.AnyFacts.Sample(facts =>
        {
            var kept = ChannelDecision.Decide(facts, Samples.Policy).Conditions;

            var back = ChannelJson.Read<IReadOnlyList<ChannelCondition>>(
                Disordered(ChannelJson.Write(kept))
            );

            Assert.Equal(ChannelJson.Write(kept), ChannelJson.Write(back));
            Assert.Equal(
                kept.Select(one => (one.Code, one.Outcome, one.Value?.GetType())),
                back.Select(one => (one.Code, one.Outcome, one.Value?.GetType()))
            );
        });

    [Fact]
    public void A_stored_condition_says_what_it_is_of() =>
        Assert.Equal(
            """{"code":"LARGE_REBATE","for":"GREEN","outcome":"MET","""
                + """
                "value":{"type":"MONEY","cny":6000000},"limit":{"type":"MONEY","cny":5000000.00}}
                """,
            ChannelJson.Write(
                ChannelDecision
                    .Decide(Samples.GreenFacts(), Samples.Policy)
                    .Conditions.Single(one => one.Code == "LARGE_REBATE")
            )
        );

    /// <summary>The members of every object backwards, as a database may give them.</summary>
    private static string Disordered(string json)
    {
        return Turn(JsonNode.Parse(json))!.ToJsonString();

        static JsonNode? Turn(JsonNode? node) =>
            node switch
            {
                JsonObject one => new JsonObject(
                    one.Reverse().Select(pair => KeyValuePair.Create(pair.Key, Turn(pair.Value)))
                ),
                JsonArray many => new JsonArray([.. many.Select(Turn)]),
                _ => node?.DeepClone(),
            };
    }
}
