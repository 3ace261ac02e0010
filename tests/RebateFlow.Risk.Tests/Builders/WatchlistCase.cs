using RebateFlow.Contracts.Risk;
using RebateFlow.RiskScoring.Rules;
using RebateFlow.RiskScoring.Rules.FilingFacts;

namespace RebateFlow.Risk.Tests.Builders;

/// <summary>
/// Rows of the watchlist tables: hits are written kind:key:matched value:level, with :likeness and
/// :reason for one by name, several separated by blanks.
/// </summary>
public static class WatchlistCase
{
    public static void Check(Case row, IRiskRule rule, Facts? facts = null) =>
        row.Check(
            rule,
            facts ?? FactsOf(row, Backgrounds.Quiet, [Filings.ExportLine]),
            [
                .. new[] { 60m, 40m, 15m, 5m }.Select((points, i) => (rule.Parameters[i], points)),
                .. rule
                    .Parameters.Skip(4)
                    .Select(parameter =>
                        (
                            parameter,
                            parameter.Name == "namePercent" ? 50 : parameter.WhenAbsent!.Value
                        )
                    ),
            ]
        );

    public static Facts FactsOf(
        Case row,
        Background background,
        IReadOnlyList<RebateFlow.Contracts.Intake.FiledExportLine> lines
    ) =>
        new(
            Filings.Content with
            {
                ExportLines = lines,
            },
            background with
            {
                Watchlist = new WatchlistFacts
                {
                    Revision = 1,
                    KindsInForce = row.Words("kinds_in_force"),
                    NamesLeftOut = background.Watchlist.NamesLeftOut,
                    Hits = [.. row.Words("hits").Select(HitOf)],
                },
            }
        );

    private static WatchlistHit HitOf(string text)
    {
        var parts = text.Split(':');
        return new WatchlistHit
        {
            EntryId = Guid.Parse("01900000-0000-7000-8000-0000000000ff"),
            Kind = parts[0],
            Key = parts[1],
            MatchedValue = parts[2],
            Level = int.Parse(parts[3], null),
            Reason = "示例",
            Likeness = parts.Length > 4 ? int.Parse(parts[4], null) : null,
            LikenessReasons = parts.Length > 5 ? [parts[5]] : null,
        };
    }
}
