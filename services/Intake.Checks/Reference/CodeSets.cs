using System.Collections.Frozen;

namespace RebateFlow.Intake.Checks.Reference;

/// <summary>Countries and regions 国别（地区）, ISO 3166-1 alpha-3.</summary>
/// <param name="codes">The codes.</param>
public sealed class CountryTable(IEnumerable<string> codes)
{
    private readonly FrozenSet<string> _codes = codes.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether the table has a country; one that is not told is no unknown one.</summary>
    public bool Knows(string code) => code.Length == 0 || _codes.Contains(code);
}

/// <summary>
/// Provinces, autonomous regions and municipalities by the first two digits of a source region
/// 境内货源地, GB/T 2260.
/// </summary>
/// <param name="provinces">2 digits each.</param>
public sealed class SourceRegions(IEnumerable<string> provinces)
{
    private readonly FrozenSet<string> _provinces = provinces.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a region lies in a province; one that is not told may.</summary>
    public bool Knows(string region) =>
        region.Length == 0 || (region.Length >= 2 && _provinces.Contains(region[..2]));
}
