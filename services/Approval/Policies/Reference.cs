using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Casework.Enrolments;
using RebateFlow.Approval.Casework.Policies;
using RebateFlow.GreenChannel;

namespace RebateFlow.Approval.Policies;

/// <summary>All dated data of one moment: calendar, green-channel policies, routes.</summary>
/// <param name="Version">Grows with every change; see the table <c>reference_version</c>.</param>
public sealed record Reference(
    long Version,
    WorkingDayCalendar Calendar,
    IReadOnlyList<Dated<ChannelPolicy>> ChannelPolicies,
    IReadOnlyList<Dated<RoutePolicy>> RoutePolicies,
    IReadOnlyList<Dated<EnrolmentCriteria>> EnrolmentCriteria,
    IReadOnlyList<Dated<CaseworkPolicy>> CaseworkPolicies
)
{
    /// <exception cref="InvalidDataException">No version is in force on that day.</exception>
    public ChannelPolicy ChannelPolicyOn(DateOnly day) => InForce(ChannelPolicies, day);

    /// <exception cref="InvalidDataException">No version is in force on that day.</exception>
    public RoutePolicy RoutePolicyOn(DateOnly day) => InForce(RoutePolicies, day);

    /// <exception cref="InvalidDataException">No version is in force on that day.</exception>
    public EnrolmentCriteria EnrolmentCriteriaOn(DateOnly day) => InForce(EnrolmentCriteria, day);

    /// <exception cref="InvalidDataException">No version is in force on that day.</exception>
    public CaseworkPolicy CaseworkPolicyOn(DateOnly day) => InForce(CaseworkPolicies, day);

    /// <summary>What an authority's officers have to go by on a day.</summary>
    /// <exception cref="InvalidDataException">No version is in force on that day.</exception>
    public CaseTerms TermsOn(DateOnly day, string taxAuthority)
    {
        var (routes, rules) = (RoutePolicyOn(day), CaseworkPolicyOn(day));
        return new()
        {
            Today = day,
            Lease = routes.Lease,
            SecondOfficerCny = routes.SecondOfficerRebateCny,
            HoldSecondCny = rules.HoldSecondCny ?? decimal.MaxValue,
            WholeHoldNeedsSecond = rules.WholeHoldNeedsSecond,
            LetterMonths = rules.LetterMonths,
            LetterLongestMonths = rules.LetterLongestMonths,
            AssignsAtRandom = rules.AssignsAtRandom(taxAuthority),
            Calendar = Calendar,
            NewId = Guid.CreateVersion7(),
            Chances = ChannelPolicies.ToDictionary(
                one => one.Value.Version,
                one => new SampleChances(
                    one.Value.SampleBeforePercent,
                    one.Value.SampleAfterPercent
                )
            ),
        };
    }

    private static T InForce<T>(IReadOnlyList<Dated<T>> versions, DateOnly day)
        where T : class =>
        versions
            .Where(version => version.ValidFrom <= day)
            .MaxBy(version => version.ValidFrom)
            ?.Value
        ?? throw new InvalidDataException($"No {typeof(T).Name} is in force on {day:yyyy-MM-dd}.");
}

/// <param name="ValidFrom">First day; the version holds until the next one begins.</param>
public sealed record Dated<T>(DateOnly ValidFrom, T Value)
    where T : class;
