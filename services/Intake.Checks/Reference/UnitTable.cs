using System.Collections.Frozen;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Reference;

/// <summary>
/// Units of measure 计量单位, known by code, by Chinese name and by the other names of the table.
/// </summary>
public sealed class UnitTable
{
    private readonly FrozenDictionary<string, UnitRow> _byCodeOrName;

    /// <summary>Takes the rows in any order.</summary>
    public UnitTable(IEnumerable<UnitRow> rows)
    {
        var byCodeOrName = new Dictionary<string, UnitRow>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            byCodeOrName[row.Code] = row;
            byCodeOrName.TryAdd(row.Name, row);
            foreach (var name in row.OtherNames)
                byCodeOrName.TryAdd(CodeText.Normalize(name), row);
        }
        _byCodeOrName = byCodeOrName.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Name of a unit by the table; one that it lacks keeps the name it has.</summary>
    public string NameOf(string unit) => Find(unit)?.Name ?? unit;

    /// <summary>Whether two units are one, by code or by any of their names.</summary>
    public bool AreSame(string? left, string? right) =>
        !string.IsNullOrEmpty(left)
        && (
            string.Equals(left, right, StringComparison.Ordinal)
            || Canonical(left) == Canonical(right)
        );

    /// <summary>
    /// How many of the other unit one unit is; null when the table relates them not.
    /// </summary>
    public decimal? Factor(string from, string to)
    {
        if (AreSame(from, to))
            return 1m;
        if (Find(from) is not { } source || Find(to) is not { } target)
            return null;
        return source.Base == target.Base ? source.FactorToBase / target.FactorToBase : null;
    }

    private string Canonical(string? unit) =>
        Find(unit ?? "") is { } row ? row.Code : CodeText.Normalize(unit);

    private UnitRow? Find(string unit) =>
        _byCodeOrName.TryGetValue(unit, out var row) ? row
        : _byCodeOrName.TryGetValue(CodeText.Normalize(unit), out row) ? row
        : null;
}

/// <summary>A unit of measure.</summary>
/// <param name="Code">3 digits.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="Base">Code of the unit it converts to; its own code when it stands alone.</param>
/// <param name="FactorToBase">How many base units it is, above 0.</param>
public sealed record UnitRow(string Code, string Name, string Base, decimal FactorToBase)
{
    /// <summary>Names beside <see cref="Name"/> that mean this unit and no other: 公斤, KG.</summary>
    public IReadOnlyList<string> OtherNames { get; init; } = [];
}
