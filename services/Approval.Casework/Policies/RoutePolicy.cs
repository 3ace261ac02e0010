using RebateFlow.Approval.Calendars;
using RebateFlow.Approval.Cases;
using RebateFlow.Approval.Channels;

namespace RebateFlow.Approval.Policies;

/// <summary>One version of the deadlines and of the posts that a case has to pass.</summary>
public sealed record RoutePolicy
{
    public required string Version { get; init; }
    public required DeadlinePolicy Deadlines { get; init; }

    /// <summary>
    /// From this claimed rebate on a second officer must agree, CNY yuan, above 0.
    /// </summary>
    public required decimal ReReviewRebateCny { get; init; }

    /// <summary>
    /// From this claimed rebate on the approval post must agree too, CNY yuan, above 0.
    /// </summary>
    public required decimal ApprovalRebateCny { get; init; }

    /// <summary>A watchlist hit of this level or graver needs a second officer, 1 to 4.</summary>
    public required int ReReviewWatchlistLevel { get; init; }

    /// <summary>How long a claim keeps others away.</summary>
    public required TimeSpan Lease { get; init; }

    public IReadOnlyList<Post> Route(
        Channel channel,
        decimal rebateDueCny,
        int? gravestWatchlistLevel
    )
    {
        var approval = rebateDueCny >= ApprovalRebateCny;
        var reReview =
            approval
            || rebateDueCny >= ReReviewRebateCny
            || channel == Channel.Enhanced
            || gravestWatchlistLevel <= ReReviewWatchlistLevel;
        return (reReview, approval) switch
        {
            (false, _) => [Post.Review],
            (true, false) => [Post.Review, Post.ReReview],
            (true, true) => [Post.Review, Post.ReReview, Post.Approval],
        };
    }

    /// <exception cref="InvalidDataException">
    /// Names every value that is missing or out of range.
    /// </exception>
    public static RoutePolicy From(DatedPolicy policy)
    {
        var values = new PolicyReader(policy);
        var result = new RoutePolicy
        {
            Version = policy.Version,
            Deadlines = new()
            {
                LegalDaysByClass = [.. ByClass("legalDaysClass")],
                GoalDaysByClass = [.. ByClass("goalDaysClass")],
                GreenDays = values.Whole("greenDays", "working days", 1, 366),
            },
            ReReviewRebateCny = values.Number("reReviewRebate", "CNY", 0.01m, 1_000_000_000_000m),
            ApprovalRebateCny = values.Number("approvalRebate", "CNY", 0.01m, 1_000_000_000_000m),
            ReReviewWatchlistLevel = values.Whole("reReviewWatchlistLevel", "level", 1, 4),
            Lease = TimeSpan.FromMinutes(values.Whole("leaseMinutes", "minutes", 1, 1440)),
        };
        values.ThrowIfFaulty();
        return result;

        IEnumerable<int> ByClass(string name) =>
            Enumerable
                .Range(1, 4)
                .Select(number => values.Whole($"{name}{number}", "working days", 1, 366));
    }
}
