using System.Text.Json.Nodes;
using RebateFlow.Contracts.Risk;
using RebateFlow.Messaging;
using RebateFlow.Primitives;
using RebateFlow.Risk.Tests.Builders;
using RebateFlow.Risk.Tests.Docs;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.RuleSets;
using RebateFlow.RiskScoring.Rules.Scores;
using RebateFlow.RiskScoring.Rules.Watchlist;
using RebateFlow.RiskScoring.Scoring;
using RebateFlow.RiskScoring.Simulation;

namespace RebateFlow.Risk.Tests.Simulation;

/// <summary>What a simulation says of stored facts is what an assessment says of them.</summary>
public sealed class SimulatorTests
{
    private static readonly DateTimeOffset now = new(2026, 4, 20, 2, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly day = new(2026, 4, 20);

    private static readonly ListedEntry entry = new(
        Guid.Parse("01900000-0000-7000-8000-0000000000aa"),
        WatchlistKind.Supplier,
        "91310000MA1FL00000",
        1,
        "示例",
        (new DateOnly(2026, 1, 1), null),
        Guid.Parse("01900000-0000-7000-8000-0000000000ab"),
        "天津市示例供货有限责任公司"
    );

    private static readonly ListedNames names = new([entry]);

    [Fact]
    public void A_set_that_compares_names_finds_in_stored_facts_what_it_then_finds_alive()
    {
        var plain = Assessed(RulesDocument.ReadSeeds()[^1]);
        var comparing = Comparing();

        var simulated = Score(plain, comparing);

        var alive = Assessed(comparing);
        Assert.Contains(alive.Background.Watchlist.Hits, hit => hit.Likeness is not null);
        Assert.Equal(alive.Score.ToBytes(), simulated.ToBytes());
        Assert.NotEqual(plain.Score.Score, simulated.Score);
    }

    [Fact]
    public void A_set_that_leaves_names_alone_forgets_the_likenesses_of_stored_facts()
    {
        var plain = RulesDocument.ReadSeeds()[^1];

        var simulated = Score(Assessed(Comparing()), plain);

        Assert.Equal(Assessed(plain).Score.ToBytes(), simulated.ToBytes());
    }

    [Fact]
    public void Sums_count_each_filing_once_with_its_outcome_and_its_channel()
    {
        var assessment = Assessed(RulesDocument.ReadSeeds()[^1]);
        var policy = Policies.Newest with { MinimumRebateCny = 1 };
        var simulator = new Simulator(
            new SimulationBase(Comparing(), new Dictionary<string, RuleSet>(), policy, names, day),
            listed: 1
        );

        Assert.NotNull(simulator.Take(Stored(assessment, "REJECTED", "HOLD,PROBLEM_LETTER")));
        Assert.NotNull(simulator.Take(Stored(assessment, "", "")));

        var result = simulator.Result(Guid.Empty);
        Assert.Equal((2, 2, 156_000m), (result.Filings, result.Changed, result.ChangedRebateCny));
        Assert.Equal(
            new ChannelShift("GREEN", "ENHANCED", 2, 156_000),
            Assert.Single(result.Channels)
        );
        var parties = result.Rules.Single(rule => rule.RuleId == "RI-09");
        Assert.Equal(new RuleCount("RI-09", 2, 0, 1, 1, 0, 1, 1, 0, 1), parties);
        Assert.Single(result.List);
    }

    [Fact]
    public void A_live_filing_is_judged_as_of_today_and_an_ended_one_as_of_its_own_day()
    {
        var assessment = Assessed(RulesDocument.ReadSeeds()[^1]);
        var set = new SimulationBase(
            StricterFrom(day.AddDays(1)),
            new Dictionary<string, RuleSet>(),
            null,
            null,
            day.AddDays(1)
        );
        var simulator = new Simulator(set, listed: 2);

        var ended = simulator.Take(Stored(assessment, "APPROVED", ""));
        var live = simulator.Take(Stored(assessment, "", ""));

        Assert.Null(ended);
        Assert.Equal("HIGH", live!.NewGrade);
    }

    private static SimulatedFiling Stored(Assessment assessment, string outcome, string findings) =>
        new(
            assessment.Id,
            Guid.CreateVersion7(),
            assessment.Filing.Declarant.Uscc,
            assessment.Filing.RebateDueCny,
            WireCode.Of(assessment.Score.Grade),
            assessment.Score.Score,
            assessment.Score.HasUnjudgedRule,
            assessment.Score.RuleSetVersion,
            new(day, null),
            outcome,
            findings,
            IsLive: outcome.Length == 0,
            assessment.Filing.Content,
            Payload.Pack(assessment.Background)
        );

    private static RiskScore Score(Assessment stored, RuleSet ruleSet) =>
        Simulator
            .Judge(
                Stored(stored, "APPROVED", ""),
                new SimulationBase(
                    ruleSet,
                    new Dictionary<string, RuleSet>(),
                    null,
                    ruleSet.ComparesNames ? names : null,
                    day
                )
            )
            .Score;

    private static Assessment Assessed(RuleSet ruleSet)
    {
        var filing = Filings.Of(Filings.Content);
        var watchlist = new WatchlistFacts
        {
            Revision = 1,
            KindsInForce = ["SUPPLIER"],
            Hits = Array.Empty<WatchlistHit>(),
        };
        if (ruleSet.On(day).Names is { } option)
            watchlist = NameHits.AddTo(
                watchlist,
                names,
                filing.Declarant.Name,
                Filings.Content,
                option,
                day
            );
        var known = new KnownFacts(null, Backgrounds.Quiet.History, []);
        return Assessment.Of(filing, Filings.Content, known, watchlist, ruleSet, new(now, day));
    }

    /// <summary>The set in force, but from a day on every filing is of grade HIGH.</summary>
    private static RuleSet StricterFrom(DateOnly first)
    {
        var path = Path.Combine(RulesDocument.Root, "seeds/rule-sets/2026-04-10.json");
        var set = JsonNode.Parse(File.ReadAllText(path))!;
        foreach (var grade in new[] { "mediumFrom", "highFrom" })
        {
            var values = set["grades"]![grade]!.AsArray();
            var later = values[0]!.DeepClone();
            (later["value"], later["from"]) = (0, $"{first:yyyy-MM-dd}");
            values.Add(later);
        }
        return RuleSetReader.ReadStored(set.ToJsonString());
    }

    private static RuleSet Comparing()
    {
        var path = Path.Combine(RulesDocument.Root, "seeds/rule-sets/2026-04-10.json");
        var set = JsonNode.Parse(File.ReadAllText(path))!;
        set["rules"]!["RI-09"]!["nameLikeness"]![0]!["value"] = 84;
        return RuleSetReader.ReadStored(set.ToJsonString());
    }
}
