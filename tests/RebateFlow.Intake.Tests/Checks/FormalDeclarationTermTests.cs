using RebateFlow.Intake.Checks.Reference;

namespace RebateFlow.Intake.Tests.Checks;

/// <summary>The last day of the formal declaration, by the rules of the export dates.</summary>
public sealed class FormalDeclarationTermTests
{
    [Theory]
    // V2014 and V2018: up to 30 April of the next year.
    [InlineData("2016-03-05", "2016-04-10", "2016-04-20", "2017-04-30")]
    [InlineData("2018-07-01", "2018-08-01", "2018-08-08", "2019-04-30")]
    // Handed in after that end on the form about missing information: no longer bound by it.
    [InlineData("2016-03-05", "2017-05-02", "2017-05-12", null)]
    // V2020: at any time.
    [InlineData("2024-03-05", "2024-04-10", "2024-04-20", null)]
    // V2026: 36 months from the export.
    [InlineData("2026-02-10", "2026-04-20", "2026-04-21", "2029-02-10")]
    // Before the first period nothing is known to end it.
    [InlineData("2013-12-31", "2014-02-01", "2014-02-10", null)]
    // The officers decided two days before the end: the days of grace count from their decision.
    [InlineData("2016-03-05", "2017-04-20", "2017-04-28", "2017-05-13")]
    public void The_export_date_decides_the_last_day(
        string exported,
        string handedIn,
        string decided,
        string? expected
    ) =>
        Assert.Equal(
            expected is null ? null : Day(expected),
            FormalDeclarationTerm.LastDay(
                [Day(exported)],
                new FilingDays(Day(handedIn), Day(decided)),
                ReferenceData.Embedded
            )
        );

    [Fact]
    public void Of_several_exports_the_one_that_ends_first_decides() =>
        Assert.Equal(
            Day("2029-01-03"),
            FormalDeclarationTerm.LastDay(
                [Day("2026-02-10"), Day("2025-11-30"), Day("2026-01-03")],
                new FilingDays(Day("2026-04-20"), Day("2026-04-21")),
                ReferenceData.Embedded
            )
        );

    [Fact]
    public void A_filing_of_offsets_alone_has_no_last_day() =>
        Assert.Null(
            FormalDeclarationTerm.LastDay(
                [],
                new FilingDays(Day("2026-04-20"), Day("2026-04-21")),
                ReferenceData.Embedded
            )
        );

    [Fact]
    public void A_period_that_was_fed_changes_the_last_day_without_a_build()
    {
        var fed = ReferenceData.Embedded.With(
            [],
            [],
            [
                new PolicyPeriod
                {
                    Version = "V2026",
                    ValidFrom = Day("2026-01-01"),
                    ValidTo = null,
                    LateFiling = LateFiling.WithinLimit,
                    LateLimitMonths = 12,
                },
            ],
            []
        );

        Assert.Equal(
            Day("2027-02-10"),
            FormalDeclarationTerm.LastDay(
                [Day("2026-02-10")],
                new FilingDays(Day("2026-04-20"), Day("2026-04-21")),
                fed
            )
        );
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd");
}
