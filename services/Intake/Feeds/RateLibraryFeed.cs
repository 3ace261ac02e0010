using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using RebateFlow.Intake.Files.Feeds;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Feeds;

/// <summary>A row of the rate library 退税率文库.</summary>
public sealed record RateLibraryFeedRow : IFeedRow
{
    /// <summary>Names of the library say what belongs to a code, at length.</summary>
    private const int LongestName = 2_000;

    /// <summary>Variable-length prefix, 2 to 16 digits.</summary>
    public required string Code { get; init; }
    public required string Name { get; init; }
    public required string Unit1 { get; init; }
    public string? Unit2 { get; init; }

    /// <summary>Levy rates in percent, one or more, such as ["13"].</summary>
    public required IReadOnlyList<string> VatRates { get; init; }

    /// <summary>Rebate rate in percent.</summary>
    [JsonConverter(typeof(DecimalJsonConverter))]
    public required decimal RebateRate { get; init; }

    /// <summary>Empty; 1 taxed as a domestic sale; 2 exempt.</summary>
    public required string SpecialFlag { get; init; }

    /// <summary>First export date, inclusive.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>Last export date, inclusive; null when open-ended.</summary>
    public DateOnly? ValidTo { get; init; }
    public required long Version { get; init; }

    [JsonIgnore]
    public string Key =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Code}/{RebateRate:0.00}/{SpecialFlag}/{ValidFrom:yyyy-MM-dd}"
        );

    /// <summary>A percentage in its one notation: 13 for 13.00.</summary>
    public static string Percent(string rate) =>
        DecimalText.TryParse(rate, 3, 2, out var percent)
            ? percent.ToString("0.##", CultureInfo.InvariantCulture)
            : rate;

    public void Check(RowFaults faults)
    {
        faults.Digits(Code, "code", 2, 16);
        faults.Text(Name, "name", max: LongestName);
        faults.Text(Unit1, "unit1", 0);
        faults.Text(Unit2, "unit2", 0);
        var areRates =
            VatRates.Count is > 0 and <= 9
            && VatRates.All(rate =>
                DecimalText.TryParse(rate, 3, 2, out var percent) && percent is >= 0 and <= 100
            );
        faults.Require(
            areRates,
            "vatRates",
            "须为1至9个百分数",
            "must be 1 to 9 percentages of at most 2 decimals"
        );
        faults.Number(RebateRate, "rebateRate", 0, 100, 2);
        faults.OneOf(SpecialFlag, "specialFlag", "", "1", "2");
        faults.Date(ValidFrom, "validFrom");
        faults.Date(ValidTo, "validTo");
        faults.Require(
            ValidTo is null || ValidTo >= ValidFrom,
            "validTo",
            "早于validFrom",
            "is before validFrom"
        );
    }
}

/// <summary>Feed "rate-library"; key: code, rebate rate, flag, first date.</summary>
public sealed class RateLibraryFeed : IFeed<RateLibraryFeedRow>
{
    public string Name => "rate-library";

    public JsonTypeInfo<RateLibraryFeedRow> Json => FeedJson.Default.RateLibraryFeedRow;

    public VersionedTable<RateLibraryFeedRow> Table => FeedTablesSql.Rates;

    /// <summary>cmcode.dbf, and stdcm.dbf with its memo file.</summary>
    public Func<Stream, long?, PackageReading> Package =>
        (zip, version) =>
        {
            var (lines, refusal) = RateLibraryFiles.Open(zip, version);
            return new PackageReading(lines, refusal);
        };
}
