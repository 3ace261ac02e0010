using RebateFlow.Intake.Checks.Doubts;
using RebateFlow.Intake.Checks.Reference;

namespace RebateFlow.Intake.Tests.Checks;

/// <summary>The embedded tables and what is read out of them.</summary>
public sealed class ReferenceDataTests
{
    private static readonly ReferenceData Reference = ReferenceData.Embedded;

    [Theory]
    [InlineData("个", "007", true)]
    [InlineData("千克", "035", true)]
    [InlineData("千克", "个", false)]
    [InlineData("箱子", "箱子", true)]
    [InlineData("", "", false)]
    public void Units_are_known_by_code_and_by_name(string left, string right, bool areSame) =>
        Assert.Equal(areSame, Reference.Units.AreSame(left, right));

    [Theory]
    [InlineData("吨", "千克", "1000")]
    [InlineData("克", "千克", "0.001")]
    [InlineData("打", "个", "12")]
    [InlineData("个", "打", "0.0833")]
    public void Units_of_one_base_convert(string from, string to, string factor) =>
        Assert.Equal(
            decimal.Parse(factor, System.Globalization.CultureInfo.InvariantCulture),
            decimal.Round(Reference.Units.Factor(from, to)!.Value, 4)
        );

    [Fact]
    public void Units_of_different_bases_do_not_convert() =>
        Assert.Null(Reference.Units.Factor("个", "千克"));

    [Theory]
    [InlineData("2013-12-31", null)]
    [InlineData("2014-01-01", "V2014")]
    [InlineData("2018-04-30", "V2014")]
    [InlineData("2018-05-01", "V2018")]
    [InlineData("2025-12-31", "V2020")]
    [InlineData("2026-01-01", "V2026")]
    [InlineData("2040-01-01", "V2026")]
    public void The_export_date_chooses_the_set_of_rules(string exportDate, string? version)
    {
        var day = DateOnly.Parse(exportDate, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(version, Reference.PolicyPeriods.On(day)?.Version);
    }

    [Fact]
    public void Of_several_rows_of_a_setting_the_latest_in_force_counts()
    {
        var rows = Names
            .Select(name => (name, new DateOnly(2014, 1, 1), 430m))
            .Append(("fob_tolerance_usd", new DateOnly(2026, 7, 1), 5m));
        var settings = new CheckSettings(rows);
        Assert.Equal(430m, settings.On(new DateOnly(2026, 6, 30)).FobToleranceUsd);
        Assert.Equal(5m, settings.On(new DateOnly(2026, 7, 1)).FobToleranceUsd);
    }

    [Fact]
    public void A_row_that_was_fed_stands_before_that_of_the_build_from_its_day_on()
    {
        var old = Reference.Doubts.Find("M105", new DateOnly(2026, 6, 30))!;
        var fed = Reference.With(
            [old with { Level = DoubtLevel.Note, ValidFrom = new DateOnly(2026, 7, 1) }],
            [("fob_tolerance_usd", new DateOnly(2026, 7, 1), 5m)],
            [
                new PolicyPeriod
                {
                    Version = "V2027",
                    ValidFrom = new DateOnly(2027, 1, 1),
                    ValidTo = null,
                    LateFiling = LateFiling.AnyTime,
                    LateLimitMonths = null,
                },
            ],
            []
        );

        Assert.Equal(old.Level, fed.Doubts.Find("M105", new DateOnly(2026, 6, 30))!.Level);
        Assert.Equal(DoubtLevel.Note, fed.Doubts.Find("M105", new DateOnly(2026, 7, 1))!.Level);
        Assert.Equal(1m, fed.Settings.On(new DateOnly(2026, 6, 30)).FobToleranceUsd);
        Assert.Equal(5m, fed.Settings.On(new DateOnly(2026, 7, 1)).FobToleranceUsd);
        Assert.Equal("V2026", fed.PolicyPeriods.On(new DateOnly(2026, 12, 31))!.Version);
        Assert.Equal("V2027", fed.PolicyPeriods.On(new DateOnly(2027, 1, 1))!.Version);
    }

    [Fact]
    public void A_setting_without_a_row_in_force_stops_the_check() =>
        Assert.Throws<InvalidOperationException>(() => new CheckSettings([]).On(Samples.Today));

    private static readonly string[] Names =
    [
        "fob_tolerance_percent",
        "fx_receipts_fed",
        "fob_tolerance_usd",
        "tax_tolerance_cny",
        "base_tolerance_cny",
        "invoice_tax_tolerance_cny",
        "exchange_rate_tolerance_percent",
        "vat_return_tolerance_cny",
        "allocation_rate_tolerance",
        "normal_filing_end",
        "highest_class_without_cross_check",
        "forex_material_class",
        "formal_declaration_grace_days",
        "months_in_class_4",
        "settled_rate_start",
        "er_first_period_months",
        "ecr_first_period_months",
        "goods_name_overlap_percent",
        "fx_receipt_tolerance_percent",
        "first_period_here",
    ];
}
