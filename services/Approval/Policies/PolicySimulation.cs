using System.Text.Json.Serialization;
using RebateFlow.GreenChannel;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Policies;

/// <summary>What became of a case after its channel was picked.</summary>
public enum LaterTruth
{
    NothingBad,

    /// <summary>An officer rejected it.</summary>
    Rejected,

    /// <summary>A check after the decision found something.</summary>
    Irregular,

    /// <summary>Its risk turned out worse after the decision.</summary>
    Flagged,
}

public sealed record PastCase(
    Guid CaseId,
    string Uscc,
    string Name,
    ChannelFacts Facts,
    LaterTruth Truth
);

/// <summary>
/// Counts what a draft would have changed, case by case, against the policy that was in force.
/// Pure.
/// </summary>
public sealed class PolicySimulation(ChannelPolicy draft, Func<DateOnly, ChannelPolicy> inForceOn)
{
    private const int MostCases = 200;
    private const int MostEnterprises = 50;

    private readonly Dictionary<(Channel Before, Channel After), Sum> matrix = [];
    private readonly Dictionary<string, EnterpriseSum> enterprises = [];
    private readonly List<ChangedCase> changed = [];

    public void Take(PastCase past)
    {
        var before = ChannelDecision.Decide(past.Facts, inForceOn(past.Facts.Today));
        var after = ChannelDecision.Decide(past.Facts, draft);
        var key = (before.Channel, after.Channel);
        matrix.TryAdd(key, new());
        matrix[key].Add(past);
        if (before.Channel == after.Channel)
            return;

        enterprises.TryAdd(past.Uscc, new(past.Uscc, past.Name));
        var own = enterprises[past.Uscc];
        if (after.Channel == Channel.Green)
            own.Gained.Add(past);
        if (before.Channel == Channel.Green)
            own.Lost.Add(past);
        changed.Add(
            new(
                past.CaseId,
                past.Uscc,
                past.Facts.RebateDueCny,
                WireCode.Of(before.Channel),
                WireCode.Of(after.Channel),
                [.. Differing(before, after)],
                WireCode.Of(past.Truth)
            )
        );
        // The largest changes are enough to look at; the sums count all of them.
        if (changed.Count >= 2 * MostCases)
            Trim();
    }

    public SimulationResult Result(DateOnly from, DateOnly to)
    {
        Trim();
        return new()
        {
            From = from,
            To = to,
            Cases = matrix.Values.Sum(sum => sum.Cases),
            GreenBefore = View(key => key.Before == Channel.Green),
            GreenAfter = View(key => key.After == Channel.Green),
            Gained = View(key => key is { After: Channel.Green, Before: not Channel.Green }),
            Lost = View(key => key is { Before: Channel.Green, After: not Channel.Green }),
            Moves =
            [
                .. matrix
                    .OrderBy(pair => pair.Key)
                    .Select(pair => new Move(
                        WireCode.Of(pair.Key.Before),
                        WireCode.Of(pair.Key.After),
                        pair.Value.ToView()
                    )),
            ],
            Enterprises =
            [
                .. enterprises
                    .Values.OrderByDescending(one => one.Gained.Rebate + one.Lost.Rebate)
                    .ThenBy(one => one.Uscc, StringComparer.Ordinal)
                    .Take(MostEnterprises)
                    .Select(one => new EnterpriseView(
                        one.Uscc,
                        one.Name,
                        one.Gained.ToView(),
                        one.Lost.ToView()
                    )),
            ],
            ChangedCases = changed,
        };
    }

    private void Trim()
    {
        var largest = changed
            .OrderByDescending(one => one.Rebate)
            .ThenBy(one => one.CaseId)
            .Take(MostCases)
            .ToList();
        changed.Clear();
        changed.AddRange(largest);
    }

    private SumView View(Func<(Channel Before, Channel After), bool> isIn)
    {
        var total = new Sum();
        foreach (var (key, sum) in matrix)
            if (isIn(key))
                total.Add(sum);
        return total.ToView();
    }

    /// <summary>
    /// Conditions that came out otherwise, and those that one of the policies does not know.
    /// </summary>
    private static IEnumerable<string> Differing(ChannelVerdict before, ChannelVerdict after)
    {
        var (one, other) = (Outcomes(before), Outcomes(after));
        return one.Except(other).Union(other.Except(one)).Select(pair => pair.Code).Distinct();
    }

    private static IEnumerable<(string Code, ConditionOutcome Outcome)> Outcomes(
        ChannelVerdict verdict
    ) => verdict.Conditions.Select(one => (one.Code, one.Outcome));

    private sealed class Sum
    {
        private int bad;
        private decimal badRebate;

        public int Cases { get; private set; }
        public decimal Rebate { get; private set; }

        public void Add(PastCase past)
        {
            Cases++;
            Rebate += past.Facts.RebateDueCny;
            if (past.Truth == LaterTruth.NothingBad)
                return;
            bad++;
            badRebate += past.Facts.RebateDueCny;
        }

        public void Add(Sum other)
        {
            Cases += other.Cases;
            Rebate += other.Rebate;
            bad += other.bad;
            badRebate += other.badRebate;
        }

        public SumView ToView() => new(Cases, Rebate, bad, badRebate);
    }

    private sealed record EnterpriseSum(string Uscc, string Name)
    {
        public Sum Gained { get; } = new();
        public Sum Lost { get; } = new();
    }
}

/// <summary>What a draft would have changed.</summary>
public sealed record SimulationResult
{
    public required DateOnly From { get; init; }
    public required DateOnly To { get; init; }
    public required int Cases { get; init; }
    public required SumView GreenBefore { get; init; }
    public required SumView GreenAfter { get; init; }

    /// <summary>Would have become green.</summary>
    public required SumView Gained { get; init; }

    /// <summary>Would not have been green any more.</summary>
    public required SumView Lost { get; init; }
    public required IReadOnlyList<Move> Moves { get; init; }

    /// <summary>The 50 with the largest changed amounts.</summary>
    public required IReadOnlyList<EnterpriseView> Enterprises { get; init; }

    /// <summary>The 200 largest cases whose channel would have been another.</summary>
    public required IReadOnlyList<ChangedCase> ChangedCases { get; init; }
}

/// <param name="Rebate">Claimed rebate, CNY yuan.</param>
/// <param name="Bad">Cases that later turned out bad: rejected, irregular or flagged.</param>
/// <param name="BadRebate">Their claimed rebate, CNY yuan.</param>
public sealed record SumView(
    int Cases,
    [property: JsonConverter(typeof(MoneyJsonConverter))] decimal Rebate,
    int Bad,
    [property: JsonConverter(typeof(MoneyJsonConverter))] decimal BadRebate
);

public sealed record Move(string Before, string After, SumView Sum);

public sealed record EnterpriseView(string Uscc, string Name, SumView Gained, SumView Lost);

/// <param name="Rebate">Claimed rebate, CNY yuan.</param>
/// <param name="Conditions">Codes of the conditions that come out differently.</param>
/// <param name="Truth">NOTHING_BAD, REJECTED, IRREGULAR or FLAGGED.</param>
public sealed record ChangedCase(
    Guid CaseId,
    string Uscc,
    [property: JsonConverter(typeof(MoneyJsonConverter))] decimal Rebate,
    string Before,
    string After,
    IReadOnlyList<string> Conditions,
    string Truth
);
