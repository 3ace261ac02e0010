using RebateFlow.Console.Demo;

namespace RebateFlow.Console.Tests;

public sealed class ComparisonTests
{
    private static readonly FilingOutcome Found = new()
    {
        Feedbacks = [new("CLEAN", [])],
        State = "APPROVED",
        AttemptNo = 1,
        Rebate = new() { RebateDue = "100000.00", ExemptCredit = "0.00" },
        Case = new()
        {
            CaseId = Guid.Empty,
            Score = 10,
            Grade = "LOW",
            WatchlistKinds = [],
            Findings = [],
            ReplaysAlike = true,
            QueueReason = "",
            Lane = "ordinary",
            Channel = "STANDARD",
            Reasons = [],
            OpenTasks = [],
            DueOn = new DateOnly(2026, 11, 9),
            DueWorkingDays = 10,
        },
        Decision = "APPROVED",
    };

    private static readonly Expected Expect = new()
    {
        Outcome = "CLEAN",
        Doubts = [],
        RebateDue = "100000.00",
        ExemptCredit = "0.00",
        Channel = "STANDARD",
        Grades = ["LOW", "MEDIUM"],
        DueWorkingDays = 10,
        Decision = "APPROVED",
    };

    [Fact]
    public void A_filing_that_ends_as_expected_has_no_difference() =>
        Assert.Empty(Comparison.Of(Filing(Expect), Found));

    [Fact]
    public void Every_difference_is_named_at_once()
    {
        var found = Found with
        {
            Rebate = Found.Rebate with { RebateDue = "1.00" },
            State = "REJECTED",
            Decision = "REJECTED",
        };

        Assert.Equal(
            ["rebate", "decision", "state"],
            Comparison.Of(Filing(Expect), found).Select(difference => difference.What)
        );
    }

    [Fact]
    public void Doubts_are_compared_whatever_their_order()
    {
        var expect = Expect with { Outcome = "PASSABLE", Doubts = ["M107", "M105"] };
        var found = Found with { Feedbacks = [new("PASSABLE", ["M105", "M107"])] };

        Assert.Empty(Comparison.Of(Filing(expect), found));
    }

    [Fact]
    public void A_doubt_that_came_twice_is_not_the_same_as_once()
    {
        var expect = Expect with { Outcome = "PASSABLE", Doubts = ["M105"] };
        var found = Found with { Feedbacks = [new("PASSABLE", ["M105", "M105"])] };

        Assert.Single(Comparison.Of(Filing(expect), found));
    }

    [Fact]
    public void A_published_answer_known_to_be_wrong_must_differ()
    {
        var wrong = new PublishedAnswer
        {
            Example = "E04",
            RebateDue = "160000.00",
            Corrected = true,
        };

        Assert.True(Comparison.Agrees(wrong, Found.Rebate));
        Assert.False(Comparison.Agrees(wrong with { RebateDue = "100000.00" }, Found.Rebate));
    }

    [Fact]
    public void A_green_filing_drawn_by_the_random_sample_is_as_expected()
    {
        var drawn = Found.Case! with { Reasons = [new("RANDOM_SAMPLE", "")], DueWorkingDays = 5 };
        var expect = Expect with { Channel = "GREEN", DueWorkingDays = 3 };

        Assert.Empty(Comparison.Of(Filing(expect), Found with { Case = drawn }));
        Assert.NotEmpty(Comparison.Of(Filing(expect), Found));
    }

    private static DemoFiling Filing(Expected expect) =>
        new()
        {
            TitleZh = "",
            TitleEn = "",
            StoryZh = "",
            StoryEn = "",
            Exporter = "exporter-1",
            Steps = [],
            Expect = expect,
        };
}
