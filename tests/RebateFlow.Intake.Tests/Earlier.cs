using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Checks.Offsets;

namespace RebateFlow.Intake.Tests;

/// <summary>Filings that were declared earlier and may be taken back.</summary>
internal static class Earlier
{
    public static readonly Guid Id = Guid.Parse("01980000-0000-7000-8000-000000000001");

    /// <summary>The filing of a scene as it cleared, in another period.</summary>
    public static OriginalFiling Filed(Scene scene, string period, decimal? grantedCny = null)
    {
        var outcome = scene.Run();
        Assert.True(outcome.IsCleared, string.Join(' ', scene.Codes()));
        return new OriginalFiling
        {
            Id = Id,
            AttemptNo = 1,
            Label = $"{period}-{scene.Filing.BatchNo}",
            Filing = scene.Filing with { Period = period },
            Rebate = outcome.Rebate,
            GrantedCny = grantedCny,
        };
    }

    public static Originals Of(Scene scene, string period, decimal? grantedCny = null) =>
        Of(Filed(scene, period, grantedCny));

    public static Originals Of(params OriginalFiling[] filings) =>
        new()
        {
            ByLine = filings
                .SelectMany(filing =>
                    filing
                        .Filing.ExportLines.Where(line => !line.IsOffset)
                        .Select(line =>
                            (Key: OriginalKey.Of(filing.Filing.Period, line.LineNo), filing)
                        )
                )
                .GroupBy(one => one.Key)
                .ToDictionary(
                    one => one.Key,
                    IReadOnlyList<OriginalFiling> (one) => [.. one.Select(pair => pair.filing)]
                ),
        };

    /// <summary>The same filing after something was taken back of it.</summary>
    public static OriginalFiling After(this OriginalFiling filing, IEnumerable<TakenLine> taken)
    {
        var sums = new Dictionary<string, LinePart>(filing.Taken);
        foreach (var line in taken.Where(one => one.Original?.Id == filing.Id))
            sums[line.Key] = sums.GetValueOrDefault(line.Key).Plus(line.Part);
        return filing with { Taken = sums, TakenIn = "202604-9" };
    }
}
