using RebateFlow.Intake.Checks.Doubts;

namespace RebateFlow.Intake.Tests.Doubts;

public sealed class DoubtCatalogueTests
{
    [Fact]
    public void Every_row_says_what_to_do_in_both_languages()
    {
        foreach (var code in DoubtCatalogue.Embedded.Codes)
        {
            var row = DoubtCatalogue.Embedded.Find(code, Samples.Today);
            Assert.NotNull(row);
            Assert.NotEmpty(row.RemedyZh);
            Assert.NotEmpty(row.RemedyEn);
            Assert.NotEmpty(row.TextZh.Fill("d", "e", "p"));
            Assert.NotEmpty(row.TextEn.Fill("d", "e", "p"));
        }
    }

    [Fact]
    public void Level_and_who_may_pass_are_independent()
    {
        var missingRecord = DoubtCatalogue.Embedded.Find("M101", Samples.Today)!;
        Assert.Equal((DoubtLevel.Error, PassableBy.None), Attributes(missingRecord));
        var fob = DoubtCatalogue.Embedded.Find("M105", Samples.Today)!;
        Assert.Equal((DoubtLevel.Warning, PassableBy.Officer), Attributes(fob));
        var bondedZone = DoubtCatalogue.Embedded.Find("M109", Samples.Today)!;
        Assert.Equal((DoubtLevel.Note, PassableBy.Officer), Attributes(bondedZone));
    }

    [Fact]
    public void The_row_in_force_on_the_day_counts()
    {
        var today = DoubtCatalogue.Embedded.Find("M105", Samples.Today)!;
        var stricter = today with
        {
            PassableBy = PassableBy.None,
            ValidFrom = new DateOnly(2026, 7, 1),
        };
        var catalogue = new DoubtCatalogue([stricter, today]);
        Assert.Equal(PassableBy.Officer, PassableOn(2026, 6, 30));
        Assert.Equal(PassableBy.None, PassableOn(2026, 7, 1));
        Assert.Null(catalogue.Find("M105", new DateOnly(2013, 12, 31)));

        PassableBy PassableOn(int year, int month, int day) =>
            catalogue.Find("M105", new DateOnly(year, month, day))!.PassableBy;
    }

    [Fact]
    public void Placeholders_are_filled_in_one_pass() =>
        Assert.Equal(
            "0007: {expected} is not {place}.",
            new DoubtText("{place}: {declared} is not {expected}.").Fill(
                "{expected}",
                "{place}",
                "0007"
            )
        );

    [Fact]
    public void A_placeholder_nobody_fills_is_refused_when_the_table_is_read() =>
        Assert.Throws<InvalidOperationException>(() => new DoubtText("{value} is wrong"));

    private static (DoubtLevel, PassableBy) Attributes(DoubtRow row) => (row.Level, row.PassableBy);
}
