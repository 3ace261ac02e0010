using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.GreenChannel;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Casework.Policies;

/// <summary>One version of the deadlines and of the posts that a case has to pass.</summary>
public sealed record RoutePolicy
{
    public required string Version { get; init; }
    public required DeadlinePolicy Deadlines { get; init; }

    /// <summary>When a post beyond review has to agree, in the order of the posts.</summary>
    public required IReadOnlyList<PostRule> PostRules { get; init; }

    /// <summary>From this rebate on one officer alone does not release money, CNY yuan.</summary>
    public decimal SecondOfficerRebateCny =>
        PostRules.First(rule => rule.Post == Post.ReReview).RebateCny ?? decimal.MaxValue;

    /// <summary>How long a claim keeps others away.</summary>
    public required TimeSpan Lease { get; init; }

    /// <summary>The approval post never agrees without re-review before it.</summary>
    public IReadOnlyList<Post> Route(
        Channel channel,
        decimal rebateDueCny,
        int? gravestWatchlistLevel
    )
    {
        var asked = PostRules
            .Where(rule => rule.Asks(channel, rebateDueCny, gravestWatchlistLevel))
            .Select(rule => rule.Post)
            .Append(Post.Review)
            .ToHashSet();
        if (asked.Contains(Post.Approval))
            asked.Add(Post.ReReview);
        return [.. asked.Order()];
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
            PostRules =
            [
                Rule(Post.Evaluation, "evaluation", PolicyReader.Never),
                // Versions before 2026-01-01 do not name the channel; enhanced cases were meant.
                Rule(Post.ReReview, "reReview", "ENHANCED"),
                Rule(Post.Approval, "approval", PolicyReader.Never),
            ],
            Lease = TimeSpan.FromMinutes(values.Whole("leaseMinutes", "minutes", 1, 1440)),
        };
        values.ThrowIfFaulty();
        return result;

        PostRule Rule(Post post, string name, string channel) =>
            new(
                post,
                values.NumberOr($"{name}Rebate", "CNY", 0.01m, 1_000_000_000_000m),
                values.CodeOr<Channel>($"{name}Channel", "channel", channel, PolicyReader.Never),
                (int?)values.NumberOr($"{name}WatchlistLevel", "level", 1, 4)
            );

        IEnumerable<int> ByClass(string name) =>
            Enumerable
                .Range(1, 4)
                .Select(number => values.Whole($"{name}{number}", "working days", 1, 366));
    }
}

/// <summary>What asks for a post; a null never does.</summary>
/// <param name="RebateCny">From this claimed rebate on, CNY yuan, above 0.</param>
/// <param name="Channel">From this channel on, the laxest first.</param>
/// <param name="WatchlistLevel">A watchlist hit of this level or graver, 1 to 4.</param>
public sealed record PostRule(Post Post, decimal? RebateCny, Channel? Channel, int? WatchlistLevel)
{
    public bool Asks(Channel channel, decimal rebateDueCny, int? gravestWatchlistLevel) =>
        rebateDueCny >= RebateCny || channel >= Channel || gravestWatchlistLevel <= WatchlistLevel;
}
