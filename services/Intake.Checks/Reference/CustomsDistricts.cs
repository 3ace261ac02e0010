using System.Collections.Frozen;

namespace RebateFlow.Intake.Checks.Reference;

/// <summary>
/// Customs districts 关区, 4 digits. The table names all districts and few of their offices, so an
/// office counts as known with its district: the first two digits and 00. An office 99 does not, as
/// that is typed where the district is not known.
/// </summary>
public sealed class CustomsDistricts
{
    private readonly FrozenSet<string> codes;

    /// <summary>Takes the codes of districts and offices.</summary>
    public CustomsDistricts(IEnumerable<string> codes) =>
        this.codes = codes.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether the table has the office or its district.</summary>
    /// <param name="code">4 digits.</param>
    public bool IsKnown(ReadOnlySpan<char> code)
    {
        var lookup = codes.GetAlternateLookup<ReadOnlySpan<char>>();
        return lookup.Contains(code)
            || (
                code is [_, _, not '9', _] or [_, _, _, not '9']
                && lookup.Contains([code[0], code[1], '0', '0'])
            );
    }
}
