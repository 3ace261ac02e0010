using System.Globalization;

namespace RebateFlow.Console.Demo;

/// <summary>Something that is not as the sample filing expects it.</summary>
public sealed record Difference(string What, string Expected, string Found);

/// <summary>Compares what became of a filing with what it expects.</summary>
public static class Comparison
{
    public static IReadOnlyList<Difference> Of(DemoFiling filing, FilingOutcome found)
    {
        var differences = new List<Difference>();
        var expect = filing.Expect;

        if (filing.FirstFeedback is { } first)
            AddFeedback("first ", first, found.Feedbacks[0]);
        AddFeedback("", new(expect.Outcome, expect.Doubts), found.Feedbacks[^1]);

        Add("rebate", expect.RebateDue, found.Rebate.RebateDue);
        Add("exempt-credit", expect.ExemptCredit, found.Rebate.ExemptCredit);
        Add("disallowed tax", expect.DisallowedTax, found.Rebate.DisallowedTax);
        Add("ECR tax", expect.EcrTax, found.Rebate.EcrTax);
        if (expect.PublishedAnswer is { } published && !Agrees(published, found.Rebate))
            differences.Add(new("published answer", Text(published), found.Rebate.RebateDue));

        AddScore(expect, found.Case);
        AddChannel(expect, found.Case);
        Add("decision", expect.Decision, found.Decision);
        Add("state", expect.State ?? expect.Decision, found.State);
        Add("attempt", Text(expect.AttemptNo), Text(found.AttemptNo));
        return differences;

        void Add(string what, string? expected, string? actual)
        {
            if (expected is not null && expected != actual)
                differences.Add(new(what, expected, actual ?? "-"));
        }

        void AddFeedback(string which, ExpectedFeedback expected, FoundFeedback actual)
        {
            Add(which + "outcome", expected.Outcome, actual.Outcome);
            Add(which + "doubts", Sorted(expected.Doubts), Sorted(actual.Doubts));
        }

        void AddScore(Expected expected, OpenedCase? actual)
        {
            if (expected.Grades.Count > 0 && !expected.Grades.Contains(actual?.Grade ?? ""))
                Add("grade", string.Join(" or ", expected.Grades), actual?.Grade);
            if (actual is { ReplaysAlike: false })
                Add("replay", "the same bytes", "other bytes");
            if (expected.Watchlist.Except(actual?.WatchlistKinds ?? []).Any())
                Add("watchlist", Sorted(expected.Watchlist), Sorted(actual?.WatchlistKinds ?? []));
        }

        void AddChannel(Expected expected, OpenedCase? actual)
        {
            if (expected.Channel == "GREEN" && actual is { DrawnBySample: true })
                return;
            Add("lane", expected.Lane, actual?.Lane);
            Add("channel", expected.Channel, actual?.Channel);
            Add("working days", Text(expected.DueWorkingDays), Text(actual?.DueWorkingDays));
        }
    }

    /// <summary>
    /// True when the published answer is ours; where it is known to be wrong, when ours differs
    /// from it.
    /// </summary>
    public static bool Agrees(PublishedAnswer published, FoundRebate found)
    {
        var same =
            (published.RebateDue is null || published.RebateDue == found.RebateDue)
            && (published.ExemptCredit is null || published.ExemptCredit == found.ExemptCredit)
            && (published.DisallowedTax is null || published.DisallowedTax == found.DisallowedTax);
        return same != published.Corrected;
    }

    private static string Text(PublishedAnswer published) =>
        published.RebateDue ?? published.DisallowedTax ?? "-";

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string Sorted(IEnumerable<string> codes) =>
        string.Join(' ', codes.Order(StringComparer.Ordinal));
}
