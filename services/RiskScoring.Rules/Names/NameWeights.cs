using System.Text.Json;

namespace RebateFlow.RiskScoring.Rules.Names;

/// <summary>What differences cost and from which score on names are the same: dated data.</summary>
/// <param name="Version">Name of the set.</param>
/// <param name="ValidFrom">First day.</param>
/// <param name="Source">Where the figures come from.</param>
/// <param name="CompanyThreshold">Score from which companies are the same, 1 to 100.</param>
/// <param name="PersonThreshold">Score from which persons are the same, 1 to 100.</param>
public sealed record NameWeights(
    string Version,
    DateOnly ValidFrom,
    string Source,
    int CompanyThreshold,
    int PersonThreshold,
    NameDeductions Deductions
)
{
    private static readonly Lazy<IReadOnlyList<NameWeights>> all = new(Load);

    /// <summary>The weights of a day; those of the first set before its first day.</summary>
    public static NameWeights On(DateOnly day) =>
        all.Value.LastOrDefault(weights => weights.ValidFrom <= day) ?? all.Value[0];

    private static List<NameWeights> Load() =>
        [
            .. Lexicon
                .Resources(".json")
                .Select(name =>
                {
                    using var stream = Lexicon.Open(name);
                    return JsonSerializer.Deserialize<NameWeights>(
                            stream,
                            JsonSerializerOptions.Web
                        ) ?? throw new InvalidDataException($"{name} is null.");
                })
                .OrderBy(weights => weights.ValidFrom),
        ];
}

/// <summary>Points taken off 100, 0 to 100 each.</summary>
/// <param name="SecondSlip">A second character of the same sound or look.</param>
/// <param name="CharacterMissing">A character too few or too many outside a short own name.</param>
/// <param name="PersonHomophone">Of a person: few characters, so a sound says little.</param>
/// <param name="Different">Anything that no slip explains.</param>
public sealed record NameDeductions(
    int RegionMissing,
    int RegionConflict,
    int FormDiffers,
    int Branch,
    int Group,
    int PartsSwapped,
    int Homophone,
    int NearSound,
    int LookAlike,
    int SecondSlip,
    int Transposed,
    int CharacterMissing,
    int PersonHomophone,
    int Different
);
