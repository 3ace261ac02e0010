using System.Collections.Frozen;

namespace RebateFlow.Intake.Checks.Reference;

/// <summary>Business types 退(免)税业务类型 and the trade mode that each goes with.</summary>
public sealed class BusinessTypes
{
    private readonly FrozenDictionary<string, string> modeByType;

    /// <summary>Takes trade modes by type; an empty one goes with any.</summary>
    public BusinessTypes(IEnumerable<KeyValuePair<string, string>> modeByType) =>
        this.modeByType = modeByType.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether the list has a type.</summary>
    /// <param name="type">Normalised.</param>
    public bool IsKnown(string type) => modeByType.ContainsKey(type);

    /// <summary>Whether a type may stand with a trade mode; one that is not known may.</summary>
    /// <param name="type">Normalised.</param>
    /// <param name="tradeMode">4 digits.</param>
    public bool GoesWith(string type, string tradeMode) =>
        modeByType.GetValueOrDefault(type, "") is var mode
        && (mode.Length == 0 || mode == tradeMode);
}
