using System.Diagnostics;
using System.Diagnostics.Metrics;
using RebateFlow.Primitives;
using RebateFlow.RiskScoring.Rescreening;
using RebateFlow.RiskScoring.Rules;
using RebateFlow.RiskScoring.Scoring;

namespace RebateFlow.RiskScoring;

/// <summary>
/// Names of the service's own metrics. Tags hold ids of rules and grades, never of exporters.
/// </summary>
public static class Telemetry
{
    public const string MeterName = "RebateFlow.Risk";

    private static readonly ActivitySource activities = new(MeterName);

    private static readonly Meter meter = new(MeterName);

    private static readonly Counter<long> assessments = meter.CreateCounter<long>(
        "rebateflow.risk.assessments",
        description: "Assessments by grade"
    );

    private static readonly Counter<long> reassessments = meter.CreateCounter<long>(
        "rebateflow.risk.reassessments",
        description: "Assessments that took the place of an earlier one, by grade"
    );

    private static readonly Counter<long> findings = meter.CreateCounter<long>(
        "rebateflow.risk.findings",
        description: "Hits and errors by rule"
    );

    private static readonly Histogram<double> duration = meter.CreateHistogram<double>(
        "rebateflow.risk.scoring.duration",
        "s",
        "Matching and rules of one attempt, without the database"
    );

    /// <summary>
    /// Screening a filing again belongs to the trace of whoever changed the list, so that the
    /// officer's move is found by it.
    /// </summary>
    public static Activity? StartRescreening(string? traceParent) =>
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var change)
            ? activities.StartActivity("screen filing again", ActivityKind.Internal, change)
            : null;

    /// <summary>Counts a filing that was scored again.</summary>
    public static void Reassessed(Reassessment reassessment)
    {
        var grade = WireCode.Of(reassessment.Score.Grade);
        reassessments.Add(1, new KeyValuePair<string, object?>("grade", grade));
    }

    /// <summary>Counts an assessment and what its rules found.</summary>
    public static void Scored(Assessment assessment, TimeSpan elapsed)
    {
        var grade = WireCode.Of(assessment.Score.Grade);
        assessments.Add(1, new KeyValuePair<string, object?>("grade", grade));
        duration.Record(elapsed.TotalSeconds);
        if (!findings.Enabled)
            return;
        foreach (var result in assessment.Score.Results)
        {
            if (result.Outcome is RuleOutcome.Hit or RuleOutcome.Error)
                findings.Add(
                    1,
                    new("rule", result.RuleId),
                    new("outcome", result.Outcome == RuleOutcome.Hit ? "hit" : "error")
                );
        }
    }
}
