using RebateFlow.Contracts.Intake;

namespace RebateFlow.RiskScoring.Scoring;

/// <summary>Customs declarations of a filing, and how many were cleared away from home.</summary>
/// <param name="Declarations">Distinct 18-digit declarations with a known district.</param>
/// <param name="Away">Those of another customs house than the home one.</param>
public readonly record struct DeclarationCount(int Declarations, int Away)
{
    private const int DeclarationDigits = 18;
    private const int HouseDigits = 2;

    /// <summary>Counts; nothing when the home district is not known.</summary>
    /// <param name="lines">Export lines; those exported by an agent are left out.</param>
    /// <param name="home">Home customs district, 4 digits, or empty.</param>
    public static DeclarationCount Of(IReadOnlyList<FiledExportLine> lines, string home)
    {
        if (home.Length < HouseDigits)
            return default;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var declarations = seen.GetAlternateLookup<ReadOnlySpan<char>>();
        var away = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            var (number, district) = (lines[i].CustomsDeclarationLineNo, lines[i].CustomsDistrict);
            if (number.Length < DeclarationDigits || district.Length < HouseDigits)
                continue;
            if (!declarations.Add(number.AsSpan(0, DeclarationDigits)))
                continue;
            var isHome = district.AsSpan(0, HouseDigits).SequenceEqual(home.AsSpan(0, HouseDigits));
            away += isHome ? 0 : 1;
        }
        return new(seen.Count, away);
    }
}
