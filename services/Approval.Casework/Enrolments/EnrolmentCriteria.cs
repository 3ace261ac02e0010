using System.Globalization;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Casework.Enrolments;

/// <summary>AEO status that is asked for.</summary>
public enum AeoDemand
{
    Any,
    Advanced,
}

/// <summary>
/// One version of what makes an enterprise a large, trusted processing-trade filer.
/// </summary>
public sealed record EnrolmentCriteria
{
    public required string Version { get; init; }

    /// <summary>Least share of processing trade in the exports, percent 0 to 100.</summary>
    public required decimal MinimumProcessingSharePercent { get; init; }

    /// <summary>Least exports within <see cref="ExportMonths"/>, US dollars FOB.</summary>
    public required decimal MinimumExportsUsd { get; init; }

    /// <summary>Months over which exports are added up, 1 to 36.</summary>
    public required int ExportMonths { get; init; }

    /// <summary>Last enterprise class that may be enrolled, 1 to 4.</summary>
    public required int LastClass { get; init; }
    public required AeoDemand Aeo { get; init; }

    /// <summary>Months in which the record has to be clean, 1 to 120.</summary>
    public required int CleanMonths { get; init; }

    /// <summary>
    /// Most filings that may have been rejected within <see cref="CleanMonths"/>.
    /// </summary>
    public required int MostRejected { get; init; }

    /// <summary>A watchlist hit of this level or graver spoils the record, 1 to 4.</summary>
    public required int GraveWatchlistLevel { get; init; }

    /// <summary>How long a proposed enrolment holds, 1 to 60 months.</summary>
    public required int ValidityMonths { get; init; }

    /// <exception cref="InvalidDataException">
    /// Names every value that is missing or out of range.
    /// </exception>
    public static EnrolmentCriteria From(DatedPolicy policy)
    {
        var values = new PolicyReader(policy);
        var result = new EnrolmentCriteria
        {
            Version = policy.Version,
            MinimumProcessingSharePercent = values.Number(
                "minimumProcessingShare",
                "percent",
                0,
                100
            ),
            MinimumExportsUsd = values.Number("minimumExports", "USD", 0, 1_000_000_000_000m),
            ExportMonths = values.Whole("exportMonths", "months", 1, 36),
            LastClass = values.Whole("lastClass", "class", 1, 4),
            Aeo = values.Code<AeoDemand>("aeo", "AEO status"),
            CleanMonths = values.Whole("cleanMonths", "months", 1, 120),
            MostRejected = values.Whole("mostRejected", "filings", 0, 1_000_000),
            GraveWatchlistLevel = values.Whole("graveWatchlistLevel", "level", 1, 4),
            ValidityMonths = values.Whole("validityMonths", "months", 1, 60),
        };
        values.ThrowIfFaulty();
        return result;
    }

    /// <summary>Pure: every criterion with its value and its limit.</summary>
    public IReadOnlyList<Criterion> Judge(EnterpriseRecord record) =>
        [
            new(
                "PROCESSING_SHARE",
                record.ProcessingSharePercent >= MinimumProcessingSharePercent,
                Text(record.ProcessingSharePercent),
                Text(MinimumProcessingSharePercent)
            ),
            new(
                "EXPORTS",
                record.ExportsUsd >= MinimumExportsUsd,
                Text(record.ExportsUsd),
                Text(MinimumExportsUsd)
            ),
            new(
                "ENTERPRISE_CLASS",
                record.EnterpriseClass >= 1 && record.EnterpriseClass <= LastClass,
                Text(record.EnterpriseClass),
                Text(LastClass)
            ),
            new(
                "AEO",
                Aeo switch
                {
                    AeoDemand.Any => true,
                    AeoDemand.Advanced => record.AeoStatus == "ADVANCED",
                },
                record.AeoStatus,
                WireCode.Of(Aeo)
            ),
            new(
                "REJECTED_FILINGS",
                record.RejectedFilings <= MostRejected,
                Text(record.RejectedFilings),
                Text(MostRejected)
            ),
            new("GRAVE_HITS", record.GraveHits == 0, Text(record.GraveHits), "0"),
            new("FINDINGS", record.Findings == 0, Text(record.Findings), "0"),
        ];

    private static string Text(decimal value) =>
        value.ToString("0.##", CultureInfo.InvariantCulture);
}

/// <summary>What Approval knows of an enterprise from its filings.</summary>
public sealed record EnterpriseRecord
{
    public required string Uscc { get; init; }
    public required string Name { get; init; }
    public required string TaxAuthority { get; init; }
    public required int EnterpriseClass { get; init; }
    public required string AeoStatus { get; init; }

    /// <summary>By its latest filing, percent 0 to 100.</summary>
    public required decimal ProcessingSharePercent { get; init; }

    /// <summary>Filings whose exports were added up.</summary>
    public required int Filings { get; init; }

    /// <summary>US dollars FOB.</summary>
    public required decimal ExportsUsd { get; init; }
    public required int RejectedFilings { get; init; }
    public required int GraveHits { get; init; }

    /// <summary>Filings in which a later check found something.</summary>
    public required int Findings { get; init; }

    /// <summary>
    /// Application, draft or live enrolment that is there; null when there is none.
    /// </summary>
    public required string? EnrolmentState { get; init; }
}

/// <summary>A criterion with what it was held against.</summary>
public sealed record Criterion(string Code, bool Met, string Value, string Limit)
{
    public Bilingual Text =>
        Code switch
        {
            "PROCESSING_SHARE" => new("加工贸易占比（%）", "Share of processing trade, percent"),
            "EXPORTS" => new("出口额（美元）", "Exports, US dollars FOB"),
            "ENTERPRISE_CLASS" => new("企业管理类别", "Enterprise class"),
            "AEO" => new("海关信用等级", "AEO status"),
            "REJECTED_FILINGS" => new("不予退税的申报数", "Rejected filings"),
            "GRAVE_HITS" => new("重点级别的特别关注命中数", "Grave watchlist hits"),
            "FINDINGS" => new(
                "事后检查发现问题的申报数",
                "Filings with a finding of a later check"
            ),
            _ => new(Code, Code),
        };
}
