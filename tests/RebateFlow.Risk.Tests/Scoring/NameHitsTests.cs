using RebateFlow.Contracts.Risk;
using RebateFlow.Risk.Tests.Builders;
using RebateFlow.RiskScoring.Rules.FilingFacts;
using RebateFlow.RiskScoring.Rules.RuleSets;
using RebateFlow.RiskScoring.Rules.Watchlist;

namespace RebateFlow.Risk.Tests.Scoring;

/// <summary>Names of parties beside those of the list, where a rule set asks for it.</summary>
public sealed class NameHitsTests
{
    private static readonly DateOnly day = new(2026, 4, 20);
    private static readonly WatchlistFacts nothing = Backgrounds.Quiet.Watchlist;

    [Fact]
    public void A_supplier_of_a_like_name_is_a_hit_with_its_score_and_its_reasons()
    {
        var facts = Look("滨海示例工贸有限公司");

        var hit = Assert.Single(facts.Hits);
        Assert.Equal("SUPPLIER", hit.Kind);
        Assert.Equal("滨海示例工贸有限公司", hit.MatchedValue);
        Assert.InRange(hit.Likeness!.Value, 84, 99);
        Assert.NotEmpty(hit.LikenessReasons!);
        Assert.Equal(
            (Listed.EntryId, Listed.VersionId),
            (hit.WatchlistEntryId, hit.WatchlistVersionId)
        );
        Assert.Null(facts.NamesLeftOut);
    }

    [Fact]
    public void Another_name_is_no_hit_and_leaves_the_facts_as_they_are() =>
        Assert.Same(nothing, Look("河北远山纺织有限公司"));

    [Fact]
    public void One_that_its_id_hit_is_not_told_by_its_name_too()
    {
        var known = nothing with
        {
            Hits =
            [
                new WatchlistHit
                {
                    EntryId = Listed.VersionId,
                    Kind = "SUPPLIER",
                    Key = Listed.Key,
                    MatchedValue = Listed.Key,
                    Level = 2,
                    Reason = "示例",
                },
            ],
        };

        Assert.Same(known, Look("天津市滨海示例工贸有限公司", known));
    }

    [Fact]
    public void An_entry_about_suppliers_says_nothing_of_the_declarant()
    {
        var facts = NameHits.AddTo(
            nothing,
            Names,
            "天津市滨海示例工贸有限公司",
            Filings.Content,
            new NameOption(84, 200),
            day
        );

        Assert.Empty(facts.Hits);
    }

    [Fact]
    public void Names_beyond_the_limit_are_counted_and_not_compared()
    {
        var content = Filings.Content with
        {
            PurchaseLines =
            [
                .. Enumerable
                    .Range(0, 50)
                    .Select(i => Filings.PurchaseLine with { SupplierName = $"甲乙丙{i}有限公司" }),
                Filings.PurchaseLine with
                {
                    SupplierName = "天津市滨海示例工贸有限公司",
                },
            ],
        };

        var facts = NameHits.AddTo(nothing, Names, "", content, new NameOption(84, 10), day);

        Assert.Empty(facts.Hits);
        Assert.Equal(41, facts.NamesLeftOut);
    }

    private static ListedEntry Listed { get; } =
        new(
            Guid.Parse("01900000-0000-7000-8000-0000000000aa"),
            WatchlistKind.Supplier,
            "91120111MA91GHF97X",
            2,
            "示例",
            (new DateOnly(2026, 1, 1), null),
            Guid.Parse("01900000-0000-7000-8000-0000000000ab"),
            "天津市滨海示例工贸有限公司"
        );

    private static ListedNames Names { get; } = new([Listed]);

    private static WatchlistFacts Look(string supplier, WatchlistFacts? known = null) =>
        NameHits.AddTo(
            known ?? nothing,
            Names,
            "示例外贸有限公司",
            Filings.Content with
            {
                PurchaseLines = [Filings.PurchaseLine with { SupplierName = supplier }],
            },
            new NameOption(84, 200),
            day
        );
}
