using CsCheck;
using RebateFlow.Contracts.Intake;
using RebateFlow.Contracts.Risk;
using RebateFlow.Risk.Tests.Builders;
using RebateFlow.RiskScoring.Rules.Watchlist;
using RebateFlow.RiskScoring.Watchlist;

namespace RebateFlow.Risk.Tests.Watchlist;

public sealed class WatchlistSnapshotTests
{
    private static readonly DateOnly today = new(2026, 2, 2);

    [Fact]
    public void All_prefixes_of_a_commodity_count_the_gravest_first()
    {
        var hits = Match([
            Entry(WatchlistKind.Commodity, "85", 4),
            Entry(WatchlistKind.Commodity, "8512", 1),
            Entry(WatchlistKind.Commodity, "85122010", 3),
            Entry(WatchlistKind.Commodity, "8513", 1),
        ]);

        Assert.Equal([("8512", 1), ("85122010", 3), ("85", 4)], hits.Select(KeyAndLevel));
        Assert.All(hits, hit => Assert.Equal("8512201000", hit.MatchedValue));
    }

    [Theory]
    [InlineData("85:1 8512:4 85122010:3!", "85122010:3")]
    [InlineData("85:1 8512:4! 85122010:3", "85122010:3 8512:4")]
    [InlineData("85:1! 8512:2 85122010:4", "85:1 8512:2 85122010:4")]
    [InlineData("8513:1 85:4!", "85:4")]
    public void An_exception_ends_the_shorter_entries_alone(string listed, string expected)
    {
        var entries = listed
            .Split(' ')
            .Select(one => one.Split(':'))
            .Select(one =>
                Entry(WatchlistKind.Commodity, one[0], one[1][0] - '0') with
                {
                    IsException = one[1].EndsWith('!'),
                }
            );

        var hits = Match([.. entries]).Select(hit => $"{hit.Key}:{hit.Level}");

        Assert.Equal(expected, string.Join(' ', hits));
    }

    [Fact]
    public void An_exception_that_has_ended_hides_nothing()
    {
        var ended = Entry(WatchlistKind.Commodity, "85122010", 4) with
        {
            IsException = true,
            Valid = (new DateOnly(2025, 1, 1), new DateOnly(2026, 2, 1)),
        };

        var hit = Assert.Single(Match([Entry(WatchlistKind.Commodity, "85", 1), ended]));

        Assert.Equal(("85", 1), KeyAndLevel(hit));
    }

    [Theory]
    [InlineData(WatchlistKind.CustomsDistrict, "5300", "5301")]
    [InlineData(WatchlistKind.SourceRegion, "44", "4451")]
    public void A_milder_longer_key_of_any_kind_hides_no_graver_one(
        WatchlistKind kind,
        string shorter,
        string longer
    )
    {
        var lines = new[]
        {
            Filings.ExportLine with
            {
                CustomsDistrict = "5301",
                SourceRegion = "44511",
            },
        };
        var milder = Entry(kind, longer, 3);

        var both = Match([Entry(kind, shorter, 1), milder], lines);
        var excepted = Match([Entry(kind, shorter, 1), milder with { IsException = true }], lines);

        Assert.Equal([(shorter, 1), (longer, 3)], both.Select(KeyAndLevel));
        Assert.Equal([(longer, 3)], excepted.Select(KeyAndLevel));
    }

    [Fact]
    public void A_longer_prefix_that_is_not_in_force_leaves_it_to_the_shorter_one()
    {
        var ended = Entry(WatchlistKind.Commodity, "85122010", 1) with
        {
            Valid = (new DateOnly(2025, 1, 1), new DateOnly(2026, 2, 1)),
        };

        var hit = Assert.Single(Match([Entry(WatchlistKind.Commodity, "85", 4), ended]));

        Assert.Equal("85", hit.Key);
    }

    [Fact]
    public void A_longer_key_than_the_code_is_no_prefix_of_it() =>
        Assert.Empty(Match([Entry(WatchlistKind.Commodity, "85122010001", 1)]));

    [Fact]
    public void A_hit_names_the_entry_and_the_version_each_by_its_own_id()
    {
        var entry = Entry(WatchlistKind.Commodity, "85", 4) with
        {
            EntryId = Guid.CreateVersion7(),
        };

        var hit = Assert.Single(Match([entry]));

        Assert.Equal(
            (entry.EntryId, entry.VersionId),
            (hit.WatchlistEntryId, hit.WatchlistVersionId)
        );
        Assert.Equal(entry.VersionId, hit.EntryId);
    }

    [Fact]
    public void Declarant_and_suppliers_match_by_their_own_kinds()
    {
        var hits = Match([
            Entry(WatchlistKind.Supplier, "91120116MA90DEM10T", 1),
            Entry(WatchlistKind.Enterprise, "91120111MA91GHF97X", 1),
            Entry(WatchlistKind.Enterprise, "91120116MA90DEM10T", 2),
            Entry(WatchlistKind.Supplier, "91120111MA91GHF97X", 3),
        ]);

        Assert.Equal(
            [("ENTERPRISE", 2), ("SUPPLIER", 3)],
            hits.Select(hit => (hit.Kind, hit.Level))
        );
    }

    [Theory]
    [InlineData("5300", "5301", true)]
    [InlineData("5300", "5300", true)]
    [InlineData("5301", "5301", true)]
    [InlineData("5301", "5302", false)]
    [InlineData("5300", "5201", false)]
    public void A_district_in_00_stands_for_all_its_offices(string key, string value, bool isHit)
    {
        var lines = new[] { Filings.ExportLine with { CustomsDistrict = value } };

        Assert.Equal(
            isHit,
            Match([Entry(WatchlistKind.CustomsDistrict, key, 3)], lines).Count == 1
        );
    }

    [Fact]
    public void Regions_match_by_prefix_and_countries_exactly()
    {
        var lines = new[]
        {
            Filings.ExportLine with
            {
                SourceRegion = "44511",
                DestinationCountry = "PRK",
            },
        };

        var hits = Match(
            [Entry(WatchlistKind.SourceRegion, "4451", 2), Entry(WatchlistKind.Country, "PRK", 1)],
            lines
        );

        Assert.Equal(["SOURCE_REGION", "COUNTRY"], hits.Select(hit => hit.Kind));
    }

    [Fact]
    public void A_legal_person_matches_whatever_blanks_were_typed()
    {
        var declarant = Filings.Declarant with { LegalPerson = "郑 示一" };
        var snapshot = new WatchlistSnapshot(7, [Entry(WatchlistKind.LegalPerson, "郑示一", 1)]);

        Assert.Single(snapshot.Match(declarant, Filings.Content, today).Hits);
    }

    [Fact]
    public void Values_that_are_not_known_match_nothing()
    {
        var lines = new[]
        {
            Filings.ExportLine with
            {
                CustomsDistrict = "",
                SourceRegion = "",
                DestinationCountry = "",
            },
        };

        Assert.Empty(
            Match(
                [
                    Entry(WatchlistKind.CustomsDistrict, "5300", 1),
                    Entry(WatchlistKind.SourceRegion, "44", 1),
                ],
                lines
            )
        );
    }

    [Fact]
    public void The_facts_name_the_revision_and_the_kinds_in_force()
    {
        var later = Entry(WatchlistKind.Country, "PRK", 1) with
        {
            Valid = (new DateOnly(2026, 2, 3), null),
        };
        var snapshot = new WatchlistSnapshot(7, [Entry(WatchlistKind.Commodity, "61", 3), later]);

        var facts = snapshot.Match(Filings.Declarant, Filings.Content, today);
        var tomorrow = snapshot.Match(Filings.Declarant, Filings.Content, today.AddDays(1));

        Assert.Equal(7, facts.Revision);
        Assert.Equal(["COMMODITY"], facts.KindsInForce);
        Assert.Equal(["COMMODITY", "COUNTRY"], tomorrow.KindsInForce);
    }

    [Fact]
    public void A_value_hits_once_however_many_lines_carry_it()
    {
        var lines = Enumerable.Repeat(Filings.ExportLine, 2_000).ToArray();

        Assert.Single(Match([Entry(WatchlistKind.Commodity, "85", 1)], lines));
    }

    [Fact]
    public void Matching_by_prefix_agrees_with_a_search_of_the_whole_list()
    {
        var digits = Gen.Char['1', '3'].Array[2, 6].Select(text => new string(text));
        Gen.Select(digits.HashSet[0, 12], digits, Gen.Int[1, 4].Array[12], Gen.Bool.Array[12])
            .Sample(
                (keys, code, levels, exceptions) =>
                {
                    ListedEntry[] entries =
                    [
                        .. keys.Select(
                            (key, i) =>
                                Entry(WatchlistKind.Commodity, key, levels[i]) with
                                {
                                    IsException = exceptions[i],
                                }
                        ),
                    ];
                    var lines = new[] { Filings.ExportLine with { CommodityCode = code } };
                    var above = entries.Where(one => code.StartsWith(one.Key)).ToArray();
                    var from = above
                        .Where(one => one.IsException)
                        .Select(one => one.Key.Length)
                        .DefaultIfEmpty(0)
                        .Max();
                    var expected = above
                        .Where(one => one.Key.Length >= from)
                        .OrderBy(one => one.Level)
                        .ThenBy(one => one.Key, StringComparer.Ordinal)
                        .Select(one => one.Key);
                    return Match(entries, lines).Select(hit => hit.Key).SequenceEqual(expected);
                }
            );
    }

    private static (string Key, int Level) KeyAndLevel(WatchlistHit hit) => (hit.Key, hit.Level);

    private static IReadOnlyList<WatchlistHit> Match(
        IReadOnlyCollection<ListedEntry> entries,
        IReadOnlyList<FiledExportLine>? lines = null
    ) =>
        new WatchlistSnapshot(7, entries)
            .Match(
                Filings.Declarant,
                Filings.Content with
                {
                    ExportLines = lines ?? Filings.Content.ExportLines,
                },
                today
            )
            .Hits;

    private static ListedEntry Entry(WatchlistKind kind, string key, int level) =>
        new(Guid.CreateVersion7(), kind, key, level, "示例", (new DateOnly(2026, 1, 1), null));
}
