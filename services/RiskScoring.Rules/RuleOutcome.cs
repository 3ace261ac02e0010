using System.Text.Json.Serialization;

namespace RebateFlow.RiskScoring.Rules;

/// <summary>What a rule said about a filing.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RuleOutcome>))]
public enum RuleOutcome
{
    /// <summary>The rule ran and found nothing.</summary>
    [JsonStringEnumMemberName("NO_HIT")]
    NoHit,

    /// <summary>The rule ran and found what it looks for.</summary>
    [JsonStringEnumMemberName("HIT")]
    Hit,

    /// <summary>
    /// The rule does not concern this filing, or there is nothing yet to compare it with.
    /// </summary>
    [JsonStringEnumMemberName("NOT_APPLICABLE")]
    NotApplicable,

    /// <summary>
    /// The rule concerns the filing but could not judge it, in whole or in part. It never counts as
    /// a pass. Points of the part that could be judged still count.
    /// </summary>
    [JsonStringEnumMemberName("ERROR")]
    Error,
}
