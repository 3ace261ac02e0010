using System.Text.Json.Nodes;
using RebateFlow.Console.Demo;

namespace RebateFlow.Console.Tests;

public sealed class VatReturnsTests
{
    private static readonly VatReturns Returns = new([
        new JsonObject
        {
            ["uscc"] = "U",
            ["period"] = "202604",
            ["ecrSalesCny"] = "2000000.00",
            ["endingCredit"] = "120000.00",
            ["version"] = 1,
        },
    ]);

    private static readonly JsonObject Body = new() { ["uscc"] = "U", ["period"] = "202604" };

    [Fact]
    public void The_seeded_return_serves_the_first_batch() =>
        Assert.Null(Returns.Covering(Body, [Filing("WITHDRAWN"), Filing("REJECTED")], 7));

    [Fact]
    public void The_return_of_a_later_run_covers_the_batches_before_it()
    {
        var row = Returns.Covering(Body, [Filing("APPROVED"), Filing("UNDER_REVIEW")], 7)!;

        Assert.Equal("6000000.00", row["ecrSalesCny"]!.GetValue<string>());
        Assert.Equal("360000.00", row["endingCredit"]!.GetValue<string>());
        Assert.Equal(7, row["version"]!.GetValue<long>());
    }

    private static JsonObject Filing(string state) =>
        new()
        {
            ["state"] = state,
            ["feedback"] = new JsonObject { ["rebateDue"] = "120000.00" },
        };
}
