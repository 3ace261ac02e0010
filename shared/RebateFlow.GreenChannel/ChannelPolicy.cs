using RebateFlow.Primitives;

namespace RebateFlow.GreenChannel;

/// <summary>
/// The limits of one version of the green-channel policy, read from its document: the one form in
/// which the policy is drafted, stored and told to other services.
/// </summary>
public sealed record ChannelPolicy
{
    /// <summary>Name of the version.</summary>
    public required string Version { get; init; }

    /// <summary>Least claimed rebate, CNY yuan, above 0.</summary>
    public required decimal MinimumRebateCny { get; init; }

    /// <summary>Last enterprise class that may be green, 1 to 4.</summary>
    public required int LastGreenClass { get; init; }

    /// <summary>A watchlist hit of this level or graver bars green, 1 to 4.</summary>
    public required int BarringWatchlistLevel { get; init; }

    /// <summary>The score must be below it, 1 to 100.</summary>
    public required int ScoreLimit { get; init; }

    /// <summary>The gravest doubt that green allows.</summary>
    public required DoubtLevel GravestGreenDoubt { get; init; }

    /// <summary>
    /// Share of green filings that are drawn out before the decision, percent 0 to 100.
    /// </summary>
    public required decimal SampleBeforePercent { get; init; }

    /// <summary>
    /// Share of green filings that are drawn for a check afterwards, percent 0 to 100.
    /// </summary>
    public required decimal SampleAfterPercent { get; init; }

    /// <summary>A watchlist hit of this level or graver makes a case enhanced, 1 to 4.</summary>
    public required int EnhancedWatchlistLevel { get; init; }

    /// <summary>This grade or a graver one makes a case enhanced.</summary>
    public required RiskGrade EnhancedGrade { get; init; }

    /// <summary>This class or a worse one makes a case enhanced, 1 to 4.</summary>
    public required int EnhancedClass { get; init; }

    /// <summary>Reads the limits out of a document.</summary>
    /// <exception cref="InvalidDataException">
    /// Names every value that is missing, out of range or without source.
    /// </exception>
    /// <exception cref="System.Text.Json.JsonException">It is no policy document.</exception>
    public static ChannelPolicy Parse(string document) => From(DatedPolicy.Parse(document));

    /// <summary>Reads the limits.</summary>
    /// <exception cref="InvalidDataException">
    /// Names every value that is missing or out of range.
    /// </exception>
    public static ChannelPolicy From(DatedPolicy policy)
    {
        var values = new PolicyReader(policy);
        var result = new ChannelPolicy
        {
            Version = policy.Version,
            MinimumRebateCny = values.Number("minimumRebate", "CNY", 0.01m, 1_000_000_000_000m),
            LastGreenClass = values.Whole("lastGreenClass", "class", 1, 4),
            BarringWatchlistLevel = values.Whole("barringWatchlistLevel", "level", 1, 4),
            ScoreLimit = values.Whole("scoreLimit", "points", 1, 100),
            GravestGreenDoubt = values.Code<DoubtLevel>("gravestGreenDoubt", "doubt level"),
            SampleBeforePercent = values.Number("sampleBefore", "percent", 0, 100),
            SampleAfterPercent = values.Number("sampleAfter", "percent", 0, 100),
            EnhancedWatchlistLevel = values.Whole("enhancedWatchlistLevel", "level", 1, 4),
            EnhancedGrade = values.Code<RiskGrade>("enhancedGrade", "grade"),
            EnhancedClass = values.Whole("enhancedClass", "class", 1, 4),
        };
        values.ThrowIfFaulty();
        return result;
    }
}
