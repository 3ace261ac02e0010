using System.Text.Json.Serialization;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Doubts;

/// <summary>A doubt 疑点 as it is fed back: where, what, against what, and what to do.</summary>
public sealed record Doubt
{
    /// <summary>Number within the attempt, from 1.</summary>
    public required int DoubtNo { get; init; }

    /// <summary>Code of the catalogue, such as M104.</summary>
    public required string Code { get; init; }

    /// <summary>Severity by the catalogue on the day of the check.</summary>
    public required DoubtLevel Level { get; init; }

    /// <summary>Who may pass it, by the catalogue on the day of the check.</summary>
    public required PassableBy PassableBy { get; init; }

    /// <summary>header, export, purchase, association or summary.</summary>
    public required string Form { get; init; }

    /// <summary>Line or association number; empty for header and summary.</summary>
    public required string Place { get; init; }

    /// <summary>Field by its API name; empty when the whole line is meant.</summary>
    public required string Field { get; init; }

    /// <summary>What was declared.</summary>
    public required string Declared { get; init; }

    /// <summary>What it was compared with.</summary>
    public required string Expected { get; init; }

    /// <summary>Chinese text.</summary>
    public required string TextZh { get; init; }

    /// <summary>English text.</summary>
    public required string TextEn { get; init; }

    /// <summary>What to do, Chinese.</summary>
    public required string RemedyZh { get; init; }

    /// <summary>What to do, English.</summary>
    public required string RemedyEn { get; init; }
}

/// <summary>Severity of a doubt.</summary>
[JsonConverter(typeof(WireCodeJsonConverter<DoubtLevel>))]
public enum DoubtLevel
{
    /// <summary>Worth knowing; the rebate is computed as if it were passed.</summary>
    Note,

    /// <summary>Warning.</summary>
    Warning,

    /// <summary>Error.</summary>
    Error,
}

/// <summary>Who may pass a doubt by hand 人工挑过. Independent of its level.</summary>
[JsonConverter(typeof(WireCodeJsonConverter<PassableBy>))]
public enum PassableBy
{
    /// <summary>No one: it blocks the attempt.</summary>
    None,

    /// <summary>The officer who reviews, with a reason.</summary>
    Officer,

    /// <summary>A reviewer of the second post only.</summary>
    Reviewer,
}
