namespace RebateFlow.GreenChannel;

/// <summary>
/// How closely officers look at a case. Picked by <see cref="ChannelDecision"/> alone.
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
