using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using RebateFlow.Intake.Checks.Doubts;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Checks.Reference;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Feeds;

/// <summary>What the catalogue of doubts says about a code from a day on.</summary>
public sealed record DoubtCodeRow : IFeedRow
{
    /// <summary>A code that the checks know, such as M104.</summary>
    public required string Code { get; init; }
    public required DateOnly ValidFrom { get; init; }

    /// <summary>NOTE, WARNING or ERROR.</summary>
    public required string Level { get; init; }

    /// <summary>NONE, OFFICER or REVIEWER.</summary>
    public required string PassableBy { get; init; }

    /// <summary>May hold {declared}, {expected} and {place}.</summary>
    public required string TextZh { get; init; }

    /// <summary>The same in English.</summary>
    public required string TextEn { get; init; }
    public required string RemedyZh { get; init; }
    public required string RemedyEn { get; init; }
    public required long Version { get; init; }

    [JsonIgnore]
    public string Key => $"{Code}/{ValidFrom:yyyy-MM-dd}";

    public void Check(RowFaults faults)
    {
        faults.Require(
            DoubtCatalogue.Embedded.Codes.Contains(Code),
            "code",
            "检查程序不认识此疑点代码",
            "is no code that the checks know"
        );
        faults.Date(ValidFrom, "validFrom");
        faults.Require(
            WireCode.TryParse(Level, out DoubtLevel _),
            "level",
            $"须为{WireCode.List<DoubtLevel>()}之一",
            $"must be one of {WireCode.List<DoubtLevel>()}"
        );
        faults.Require(
            WireCode.TryParse(PassableBy, out PassableBy _),
            "passableBy",
            $"须为{WireCode.List<PassableBy>()}之一",
            $"must be one of {WireCode.List<PassableBy>()}"
        );
        CheckText(faults, TextZh, "textZh");
        CheckText(faults, TextEn, "textEn");
        faults.Text(RemedyZh, "remedyZh");
        faults.Text(RemedyEn, "remedyEn");
    }

    private static void CheckText(RowFaults faults, string text, string field)
    {
        faults.Text(text, field);
        faults.Require(
            DoubtText.IsValid(text),
            field,
            "占位符只能是{declared}、{expected}、{place}，方括号须成对且含占位符",
            "knows only the placeholders {declared}, {expected}, {place}, and whole brackets "
                + "with a placeholder in them"
        );
    }
}

/// <summary>A tolerance, limit or switch of the checks from a day on.</summary>
public sealed record CheckSettingRow : IFeedRow
{
    /// <summary>A name of seeds/reference/check-settings.csv.</summary>
    public required string Name { get; init; }
    public required DateOnly ValidFrom { get; init; }

    [JsonConverter(typeof(DecimalJsonConverter))]
    public required decimal Value { get; init; }
    public required long Version { get; init; }

    [JsonIgnore]
    public string Key => $"{Name}/{ValidFrom:yyyy-MM-dd}";

    public void Check(RowFaults faults)
    {
        faults.Require(
            ReferenceData.Embedded.Settings.Names.Contains(Name),
            "name",
            "检查程序没有此参数",
            "is no setting of the checks"
        );
        faults.Date(ValidFrom, "validFrom");
        faults.Number(Value, "value", 0, 999_999_999m, 6);
        faults.Require(
            Name is not ("normal_filing_end" or "settled_rate_start") || IsDayOfYear(Value),
            "value",
            "须为月日MMdd",
            "must be month and day, MMdd"
        );
    }

    private static bool IsDayOfYear(decimal value) =>
        value == decimal.Truncate(value)
        && DateOnly.TryParseExact($"2001{value:0000}", "yyyyMMdd", out _);
}

/// <summary>A set of rules that is chosen by export date.</summary>
public sealed record PolicyPeriodRow : IFeedRow
{
    /// <summary>Name such as V2026.</summary>
    public required string Period { get; init; }
    public required DateOnly ValidFrom { get; init; }

    /// <summary>Last export date; null is open.</summary>
    public DateOnly? ValidTo { get; init; }

    /// <summary>WITH_NO_DATA_FORM, ANY_TIME or WITHIN_LIMIT.</summary>
    public required string LateFiling { get; init; }

    /// <summary>Months from export, 1 to 120; null is never.</summary>
    public int? LateLimitMonths { get; init; }
    public required long Version { get; init; }

    [JsonIgnore]
    public string Key => Period;

    public void Check(RowFaults faults)
    {
        faults.Code(Period, "period", 2, 12);
        faults.Date(ValidFrom, "validFrom");
        faults.Date(ValidTo, "validTo");
        faults.Require(!(ValidTo < ValidFrom), "validTo", "早于validFrom", "is before validFrom");
        faults.Require(
            WireCode.TryParse(LateFiling, out LateFiling _),
            "lateFiling",
            $"须为{WireCode.List<LateFiling>()}之一",
            $"must be one of {WireCode.List<LateFiling>()}"
        );
        faults.Number(LateLimitMonths, "lateLimitMonths", 1, 120, 0);
    }
}

/// <summary>What the form on missing information turns a doubt into, from a day on.</summary>
public sealed record NoDataEffectRow : IFeedRow
{
    /// <summary>Policy period of the export, such as V2018.</summary>
    public required string Period { get; init; }

    /// <summary>M101, M114 or M201.</summary>
    public required string Code { get; init; }
    public required DateOnly ValidFrom { get; init; }

    /// <summary>NOTE, WARNING or ERROR.</summary>
    public required string Level { get; init; }

    /// <summary>OFFICER or REVIEWER; NONE when the form is not accepted.</summary>
    public required string PassableBy { get; init; }
    public required long Version { get; init; }

    [JsonIgnore]
    public string Key => $"{Period}/{Code}/{ValidFrom:yyyy-MM-dd}";

    public void Check(RowFaults faults)
    {
        faults.Code(Period, "period", 2, 12);
        faults.OneOf(Code, "code", [.. NoDataEffects.FeedOfCode.Keys]);
        faults.Date(ValidFrom, "validFrom");
        faults.Require(
            WireCode.TryParse(Level, out DoubtLevel _),
            "level",
            $"须为{WireCode.List<DoubtLevel>()}之一",
            $"must be one of {WireCode.List<DoubtLevel>()}"
        );
        faults.Require(
            WireCode.TryParse(PassableBy, out PassableBy _),
            "passableBy",
            $"须为{WireCode.List<PassableBy>()}之一",
            $"must be one of {WireCode.List<PassableBy>()}"
        );
    }
}

/// <summary>What a kind of purchase voucher earns from an export date on.</summary>
public sealed record VoucherKindFeedRow : IFeedRow
{
    /// <summary>
    /// SPECIAL_INVOICE, ORDINARY_INVOICE, DIGITAL_INVOICE, CUSTOMS_PAYMENT or AGENCY_INVOICE.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>First export date.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>
    /// Kinds of exporters that it earns a rebate for: FT, PE, CS; empty when it earns none.
    /// </summary>
    public required IReadOnlyList<string> EarnsFor { get; init; }
    public required long Version { get; init; }

    [JsonIgnore]
    public string Key => $"{Kind}/{ValidFrom:yyyy-MM-dd}";

    public void Check(RowFaults faults)
    {
        faults.Require(
            WireCode.TryParse(Kind, out VoucherKind _),
            "kind",
            $"须为{WireCode.List<VoucherKind>()}之一",
            $"must be one of {WireCode.List<VoucherKind>()}"
        );
        faults.Date(ValidFrom, "validFrom");
        faults.Require(
            EarnsFor.All(name => WireCode.TryParse(name, out EnterpriseKind _)),
            "earnsFor",
            $"须为{WireCode.List<EnterpriseKind>()}中的若干个",
            $"must hold none but {WireCode.List<EnterpriseKind>()}"
        );
    }
}

/// <summary>Feed "no-data-effects"; key: period, code, validFrom.</summary>
public sealed class NoDataEffectFeed : IFeed<NoDataEffectRow>
{
    public string Name => "no-data-effects";

    public JsonTypeInfo<NoDataEffectRow> Json => FeedJson.Default.NoDataEffectRow;

    public VersionedTable<NoDataEffectRow> Table => FeedTablesSql.NoDataEffects;
}

/// <summary>Feed "voucher-kinds"; key: kind, validFrom.</summary>
public sealed class VoucherKindFeed : IFeed<VoucherKindFeedRow>
{
    public string Name => "voucher-kinds";

    public JsonTypeInfo<VoucherKindFeedRow> Json => FeedJson.Default.VoucherKindFeedRow;

    public VersionedTable<VoucherKindFeedRow> Table => FeedTablesSql.VoucherKinds;
}

/// <summary>Feed "doubt-codes"; key: code, validFrom.</summary>
public sealed class DoubtCodeFeed : IFeed<DoubtCodeRow>
{
    public string Name => "doubt-codes";

    public JsonTypeInfo<DoubtCodeRow> Json => FeedJson.Default.DoubtCodeRow;

    public VersionedTable<DoubtCodeRow> Table => FeedTablesSql.DoubtCodes;
}

/// <summary>Feed "check-settings"; key: name, validFrom.</summary>
public sealed class CheckSettingFeed : IFeed<CheckSettingRow>
{
    public string Name => "check-settings";

    public JsonTypeInfo<CheckSettingRow> Json => FeedJson.Default.CheckSettingRow;

    public VersionedTable<CheckSettingRow> Table => FeedTablesSql.CheckSettings;
}

/// <summary>Feed "policy-periods"; key: period.</summary>
public sealed class PolicyPeriodFeed : IFeed<PolicyPeriodRow>
{
    public string Name => "policy-periods";

    public JsonTypeInfo<PolicyPeriodRow> Json => FeedJson.Default.PolicyPeriodRow;

    public VersionedTable<PolicyPeriodRow> Table => FeedTablesSql.PolicyPeriods;
}
