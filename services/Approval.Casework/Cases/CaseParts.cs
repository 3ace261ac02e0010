using System.Text.Json.Serialization;
using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.GreenChannel;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Casework.Cases;

/// <summary>What an attempt brings to a case.</summary>
public sealed record Attempt
{
    /// <summary>1 for the first.</summary>
    public required int AttemptNo { get; init; }
    public required Guid PreDeclarationId { get; init; }
    public required string Lane { get; init; }
    public required CaseFiling Filing { get; init; }
    public required Placement Placement { get; init; }

    /// <summary>The posts that must agree, in order; at least one.</summary>
    public required IReadOnlyList<Post> Route { get; init; }
    public required DateOnly ClockStartedOn { get; init; }

    /// <summary>
    /// Day on which a clock that stood for a return runs again; null when the clock starts anew.
    /// </summary>
    public DateOnly? ClockResumedOn { get; init; }
    public required DueDates Dates { get; init; }
    public required SampleDraw Sample { get; init; }

    /// <summary>What must have been approved before; null for nothing.</summary>
    public IReadOnlyList<CasePrerequisite>? Prerequisites { get; init; }
    public required ChannelBasis Basis { get; init; }

    /// <summary>SHA-256 of the packed content, lower-case hex.</summary>
    public required string ContentSha256 { get; init; }
}

/// <summary>The header of a filing as its case keeps it.</summary>
public sealed record CaseFiling
{
    public required string Uscc { get; init; }
    public required string ExporterName { get; init; }
    public required string TaxAuthority { get; init; }

    /// <summary>1 to 4.</summary>
    public required int EnterpriseClass { get; init; }
    public required string Method { get; init; }
    public required string Period { get; init; }
    public required int BatchNo { get; init; }
    public required int ExportLineCount { get; init; }
    public required int DoubtCount { get; init; }
    public required string GravestDoubtLevel { get; init; }

    /// <summary>Each code once, in order.</summary>
    public required IReadOnlyList<string> DoubtCodes { get; init; }

    /// <summary>US dollars, two decimals.</summary>
    public required decimal FobUsd { get; init; }

    /// <summary>Claimed rebate, yuan, two decimals.</summary>
    public required decimal RebateDueCny { get; init; }

    /// <summary>To be repaid, yuan, two decimals; 0 or more.</summary>
    public decimal ToRepayCny { get; init; }

    /// <summary>Exempt credit, yuan, two decimals.</summary>
    public required decimal ExemptCreditCny { get; init; }
}

/// <summary>The channel that a case is in, and by which rules and which risk.</summary>
public sealed record Placement
{
    public required Channel Channel { get; init; }

    /// <summary>Green, with its papers drawn for a check after the decision.</summary>
    public required bool LaterCheck { get; init; }
    public required string PolicyVersion { get; init; }
    public required string RouteVersion { get; init; }
    public required DeadlineLimits Limits { get; init; }

    /// <summary>Risk score, 0 to 100.</summary>
    public required int Score { get; init; }
    public required string Grade { get; init; }

    /// <summary>Level of the gravest watchlist hit, 1 (gravest) to 4; null without one.</summary>
    public int? WatchlistLevel { get; init; }
}

/// <summary>What a channel was decided on; it stands in the audit trail only.</summary>
/// <param name="Conditions">Outcome of each condition, by its code.</param>
public sealed record ChannelBasis(
    Guid AssessmentId,
    string RuleSetVersion,
    IReadOnlyDictionary<string, string> Conditions
);

/// <summary>Last days of the three clocks of a case.</summary>
/// <param name="Provisional">A year that they touch has no calendar yet.</param>
public sealed record DueDates(DateOnly Legal, DateOnly Due, DateOnly Goal, bool Provisional)
{
    public static DueDates Of(Deadlines deadlines) =>
        new(
            deadlines.Legal.DueOn,
            deadlines.Due.DueOn,
            deadlines.Goal.DueOn,
            deadlines.Provisional
        );
}

/// <summary>Where the day's secret draw put an attempt.</summary>
/// <param name="Percent">0 to below 100, six decimals.</param>
/// <param name="Drawn">True once any attempt of the case was drawn.</param>
/// <param name="AloneBarsGreen">True when nothing else keeps the case from green.</param>
public sealed record SampleDraw(
    DateOnly Day,
    [property: JsonConverter(typeof(DecimalJsonConverter))] decimal Percent,
    bool Drawn,
    bool AloneBarsGreen
);

/// <summary>What stops the clock of a case.</summary>
public enum StopReason
{
    /// <summary>The exporter has it.</summary>
    Return,

    /// <summary>A hold of the whole case.</summary>
    Hold,
    Letter,
}

/// <summary>A time during which the clock of a case stood still.</summary>
/// <param name="CauseNo">Number of the hold or the letter; 0 for a return.</param>
/// <param name="ResumedOn">Null while it stands.</param>
public sealed record CaseStop(
    StopReason Reason,
    int CauseNo,
    DateOnly StoppedOn,
    DateOnly? ResumedOn
)
{
    public ClockStop ToClockStop() => new(WireCode.Of(Reason), StoppedOn, ResumedOn);

    /// <summary>Never before it stopped.</summary>
    public CaseStop Resume(DateOnly day) =>
        this with
        {
            ResumedOn = day > StoppedOn ? day : StoppedOn,
        };
}

/// <summary>How an attempt ended for its exporter.</summary>
/// <param name="State">APPROVED, REJECTED or RETURNED.</param>
public sealed record CaseOutcome(CaseState State, string Reason, string By, DateTimeOffset At);
