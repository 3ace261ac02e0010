using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace RebateFlow.Intake.Feeds;

/// <summary>A criterion of an enterprise class, from a day on.</summary>
public sealed record ClassCriterionRow : IFeedRow
{
    /// <summary>
    /// Such as C1-TAX-CREDIT; a code of the build replaces its row from the day on.
    /// </summary>
    public required string Code { get; init; }

    /// <summary>FT, PE, CS or ANY.</summary>
    public required string Kind { get; init; }
    public required DateOnly ValidFrom { get; init; }

    /// <summary>Last day; null is open. A row of one day takes a criterion out.</summary>
    public DateOnly? ValidTo { get; init; }

    /// <summary>1, 3 or 4; class 2 is what none of them is.</summary>
    public required int EnterpriseClass { get; init; }

    /// <summary>MUST (class 1), or ANY: one that is met makes the class (3 and 4).</summary>
    public required string Logic { get; init; }
    public required string TextZh { get; init; }
    public required string TextEn { get; init; }

    /// <summary>Whether the officer who says it is met has to say which case it is.</summary>
    public required bool IsNoteRequired { get; init; }
    public required long Version { get; init; }

    [JsonIgnore]
    public string Key => $"{Code}/{Kind}/{ValidFrom:yyyy-MM-dd}";

    public void Check(RowFaults faults)
    {
        faults.Text(Code, "code");
        faults.OneOf(Kind, "kind", "FT", "PE", "CS", "ANY");
        faults.Date(ValidFrom, "validFrom");
        faults.Date(ValidTo, "validTo");
        faults.Require(!(ValidTo < ValidFrom), "validTo", "早于validFrom", "is before validFrom");
        var isFine = (EnterpriseClass, Logic) is (1, "MUST") or (3 or 4, "ANY");
        faults.Require(
            isFine,
            "logic",
            "一类须为MUST，三类、四类须为ANY",
            "must be MUST for class 1, ANY for classes 3 and 4"
        );
        faults.Text(TextZh, "textZh");
        faults.Text(TextEn, "textEn");
    }
}

/// <summary>Feed "class-criteria"; key: code, kind, validFrom.</summary>
public sealed class ClassCriterionFeed : IFeed<ClassCriterionRow>
{
    public string Name => "class-criteria";

    public JsonTypeInfo<ClassCriterionRow> Json => FeedJson.Default.ClassCriterionRow;

    public VersionedTable<ClassCriterionRow> Table => FeedTablesSql.ClassCriteria;
}
