using RebateFlow.Contracts.Risk;

namespace RebateFlow.Approval.Channels;

/// <summary>
/// What levels of attention ask for, as Risk says it with each hit; which level asks for what is
/// dated data of Risk's rule set. The levels of the policy hold beside it: the stricter one counts.
/// </summary>
public static class WatchlistEffects
{
    public const string EnhancedReview = "ENHANCED_REVIEW";
    public const string NoGreen = "NO_GREEN";

    /// <summary>The distinct effects of all hits, in the order in which they are told.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<WatchlistHit> hits) =>
        [.. hits.SelectMany(hit => hit.Effects ?? []).Distinct()];

    public static string Join(IReadOnlyList<string> effects) => string.Join(',', effects);

    public static string[] Split(string joined) =>
        joined.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
