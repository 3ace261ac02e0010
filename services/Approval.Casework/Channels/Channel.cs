namespace RebateFlow.Approval.Casework.Channels;

/// <summary>
/// How closely officers look at a case. Picked by <c>ChannelDecision</c> alone.
/// </summary>
public enum Channel
{
    /// <summary>
    /// Express treatment for large filings of large, trusted processing-trade filers.
    /// </summary>
    Green,

    /// <summary>One reviewer, the limit of the enterprise class.</summary>
    Standard,

    /// <summary>Two officers on two posts.</summary>
    Enhanced,
}

/// <summary>Gravest level among the doubts of a filing, mildest first.</summary>
public enum DoubtLevel
{
    None,
    Note,
    Warning,
    Error,
}

/// <summary>Grade of a risk assessment, mildest first.</summary>
public enum RiskGrade
{
    Low,
    Medium,
    High,
}
