using System.Collections.Frozen;
using System.Text.Json.Serialization;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Reference;

/// <summary>Trade modes 监管方式 and what becomes of the rebate under each.</summary>
public sealed class TradeModes
{
    private readonly FrozenDictionary<string, RebateTreatment> _byCode;

    /// <summary>Takes treatments by 4-digit code.</summary>
    public TradeModes(IEnumerable<KeyValuePair<string, RebateTreatment>> treatments) =>
        _byCode = treatments.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether the table has a mode.</summary>
    public bool IsKnown(string tradeMode) => _byCode.ContainsKey(tradeMode);

    /// <summary>Treatment of a mode; a mode the table lacks is for a person to look at.</summary>
    public RebateTreatment TreatmentOf(string tradeMode) =>
        _byCode.GetValueOrDefault(tradeMode, RebateTreatment.Review);
}

/// <summary>What becomes of the rebate under a trade mode.</summary>
[JsonConverter(typeof(WireCodeJsonConverter<RebateTreatment>))]
public enum RebateTreatment
{
    /// <summary>Rebated.</summary>
    Refund,

    /// <summary>Processing with imported materials 进料加工: ECR through the allocation rate.</summary>
    EcrProcessing,

    /// <summary>Exempt without rebate.</summary>
    Exempt,

    /// <summary>Depends on the case.</summary>
    Review,

    /// <summary>Not a sale abroad: nothing is rebated.</summary>
    None,
}
