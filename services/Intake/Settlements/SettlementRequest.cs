using System.Text.Json.Serialization;
using RebateFlow.Intake.Checks.Rebates;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Settlements;

/// <summary>
/// A settlement as its exporter hands it in 生产企业进料加工业务免抵退税核销表. The figures behind the
/// flows are computed here; a figure that is declared nevertheless has to agree.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SettlementRequest
{
    /// <summary>Row 2, handbook or ledger 手(账)册号, 12 characters.</summary>
    public required string ProcessingBookNo { get; init; }

    /// <summary>Row 3, first export date 核销起始日期.</summary>
    public required DateOnly PeriodStart { get; init; }

    /// <summary>Row 4, last export date 核销截止日期, not in the future.</summary>
    public required DateOnly PeriodEnd { get; init; }

    /// <summary>Customs values by trade mode and direction, each pair once.</summary>
    public required IReadOnlyList<FlowEntry> Flows { get; init; }

    /// <summary>Row 5, actual allocation rate 实际分配率 as a fraction; may be left out.</summary>
    [JsonConverter(typeof(DecimalJsonConverter))]
    public decimal? ActualAllocationRate { get; init; }

    /// <summary>Row 6, declared exports 已申报出口额, CNY yuan; may be left out.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public decimal? DeclaredExportCny { get; init; }

    /// <summary>Row 7, adjustment of ECR tax 应调整免抵退税额; may be left out.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public decimal? AdjustEcrTax { get; init; }

    /// <summary>
    /// Row 8, adjustment of disallowed tax 应调整不得免征和抵扣税额; may be left out.
    /// </summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public decimal? AdjustDisallowedTax { get; init; }
}

/// <summary>Customs value of the book under a trade mode.</summary>
public sealed record FlowEntry
{
    /// <summary>Trade mode 监管方式, 4 digits, one that enters the actual rate.</summary>
    public required string TradeMode { get; init; }

    /// <summary>IMPORT or EXPORT.</summary>
    public required FlowDirection Direction { get; init; }

    /// <summary>CNY yuan, 0 or more.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal ValueCny { get; init; }

    internal BookFlow ToFlow() => new(TradeMode, Direction == FlowDirection.Import, ValueCny);
}

/// <summary>Which way goods went.</summary>
[JsonConverter(typeof(WireCodeJsonConverter<FlowDirection>))]
public enum FlowDirection
{
    /// <summary>Into the country.</summary>
    Import,

    /// <summary>Out of it.</summary>
    Export,
}

/// <summary>Why an officer decides so.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record DecisionRequest
{
    /// <summary>At most 500 characters; needed to refuse.</summary>
    public string? Reason { get; init; }
}
