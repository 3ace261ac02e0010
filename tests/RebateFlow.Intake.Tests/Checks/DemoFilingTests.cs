using System.Text.Json.Nodes;
using RebateFlow.Intake.Checks;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Tests.Checks;

/// <summary>
/// Story: every sample filing of seeds/demo goes through the check with the electronic information
/// of seeds/demo/feeds, as `./run demo` does it through REST: first attempt, rows that arrive,
/// corrections, last attempt. Outcome, doubts and rebate must be what the sample expects. Does not
/// cover storage, risk, channel and decision.
/// </summary>
public sealed class DemoFilingTests
{
    public static IEnumerable<TheoryDataRow<string>> Names() =>
        DemoSeeds.FilingNames.Select(name => new TheoryDataRow<string>(name)
        {
            TestDisplayName = name,
        });

    [Theory]
    [MemberData(nameof(Names))]
    public void A_sample_filing_gets_the_feedback_it_expects(string name)
    {
        var demo = DemoSeeds.Filing(name);
        var information = new DemoInformation();
        var submission = demo["submission"]!.AsObject();
        var expect = demo["expect"]!;
        var first = demo["firstFeedback"] ?? expect;
        AssertFeedback(first, Check(submission, information));

        foreach (var step in demo["steps"]?.AsArray() ?? [])
        {
            if (step!["feed"] is { } feed)
                information.Take(feed.GetValue<string>(), step["rows"]!.AsArray());
            foreach (var correction in step["correct"]?.AsArray() ?? [])
                DemoSeeds.Correct(submission, correction!);
        }
        var last = Check(submission, information);
        AssertFeedback(expect, last);
        if (expect["rebateDue"] is { } rebateDue)
            Assert.Equal(rebateDue.GetValue<string>(), Money(last.Rebate.RebateDueCny));
        if (expect["exemptCredit"] is { } exemptCredit)
            Assert.Equal(exemptCredit.GetValue<string>(), Money(last.Rebate.ExemptCreditCny));
        if (expect["disallowedTax"] is { } disallowedTax)
            Assert.Equal(
                disallowedTax.GetValue<string>(),
                Money(last.Rebate.Summary!.DisallowedTaxTotal)
            );
        if (expect["ecrTax"] is { } ecrTax)
            Assert.Equal(ecrTax.GetValue<string>(), Money(last.Rebate.Summary!.EcrTax));
    }

    private static CheckOutcome Check(JsonObject submission, DemoInformation information)
    {
        var filing = DemoSeeds.Read(submission);
        return PreDeclarationCheck.Run(filing, information.For(filing), DemoSeeds.Today);
    }

    private static void AssertFeedback(JsonNode expected, CheckOutcome outcome)
    {
        var codes = expected["doubts"]!.AsArray().Select(c => c!.GetValue<string>());
        Assert.Equal(codes.Order(), outcome.Doubts.Select(d => d.Code).Order());
        Assert.Equal(expected["outcome"]!.GetValue<string>(), WireCode.Of(outcome.Outcome));
    }

    private static string Money(decimal amount) =>
        amount.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);
}
