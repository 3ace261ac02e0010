using RebateFlow.Contracts.Intake;

namespace RebateFlow.RiskScoring.Rules.FilingFacts;

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
    public static DeclarationCount Of(ReadOnlySpan<FiledExportLine> lines, string home)
    {
        if (home.Length < HouseDigits)
            return default;
        var (count, last, seen) = (default(DeclarationCount), "", (HashSet<string>?)null);
        for (var i = 0; i < lines.Length; i++)
        {
            var (number, district) = (lines[i].CustomsDeclarationLineNo, lines[i].CustomsDistrict);
            if (number.Length < DeclarationDigits || district.Length < HouseDigits)
                continue;
            var declaration = number.AsSpan(0, DeclarationDigits);
            var order = last == "" ? 1 : declaration.SequenceCompareTo(Declaration(last));
            if (order == 0)
                continue;
            // In ascending order, as they mostly come, a number that is higher is new.
            if (order < 0)
                seen ??= DeclarationsOf(lines[..i]);
            if (seen?.GetAlternateLookup<ReadOnlySpan<char>>().Add(declaration) is false)
                continue;
            if (order > 0)
                last = number;
            var isHome = district.AsSpan(0, HouseDigits).SequenceEqual(home.AsSpan(0, HouseDigits));
            count = new(count.Declarations + 1, count.Away + (isHome ? 0 : 1));
        }
        return count;
    }

    private static ReadOnlySpan<char> Declaration(string lineNo) =>
        lineNo.AsSpan(0, DeclarationDigits);

    private static HashSet<string> DeclarationsOf(ReadOnlySpan<FiledExportLine> lines)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var declarations = seen.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var line in lines)
        {
            var number = line.CustomsDeclarationLineNo;
            if (number.Length >= DeclarationDigits && line.CustomsDistrict.Length >= HouseDigits)
                declarations.Add(number.AsSpan(0, DeclarationDigits));
        }
        return seen;
    }
}
