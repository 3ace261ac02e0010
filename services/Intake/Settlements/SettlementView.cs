using System.Text.Json.Serialization;
using RebateFlow.Intake.Checks.Rebates;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults.Requests;

namespace RebateFlow.Intake.Settlements;

/// <summary>A settlement with the derivation of its figures, CNY yuan.</summary>
public sealed record SettlementView
{
    /// <summary>Absent on a preview.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? Id { get; init; }

    /// <summary>PREVIEW, HANDED_IN, REGISTERED or REFUSED.</summary>
    public required string State { get; init; }
    public required string Uscc { get; init; }
    public required string ProcessingBookNo { get; init; }
    public required DateOnly PeriodStart { get; init; }
    public required DateOnly PeriodEnd { get; init; }
    public required IReadOnlyList<FlowEntry> Flows { get; init; }

    /// <summary>Adjusted actual imports.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal ActualImportsCny { get; init; }

    /// <summary>Adjusted actual exports.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal ActualExportsCny { get; init; }

    /// <summary>Row 5, as a fraction of six places.</summary>
    [JsonConverter(typeof(DecimalJsonConverter))]
    public required decimal ActualAllocationRate { get; init; }

    /// <summary>How the rate came about.</summary>
    public required string Derivation { get; init; }

    /// <summary>Row 6, from the exporter's live filings.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal DeclaredExportCny { get; init; }

    /// <summary>Export lines in it.</summary>
    public required int ExportLineCount { get; init; }

    /// <summary>One a set of planned, levy and rebate rate; the totals are their sums.</summary>
    public required IReadOnlyList<SettlementLineView> Lines { get; init; }

    /// <summary>Row 7; row 14 of the summary.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal AdjustEcrTax { get; init; }

    /// <summary>Row 8; row 8 of the summary.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal AdjustDisallowedTax { get; init; }

    /// <summary>
    /// First export date that the actual rate is the planned one for; once registered.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? RateValidFrom { get; init; }

    /// <summary>Declared figures that differ; a preview alone has any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FigureDifference>? Differences { get; init; }

    /// <summary>Who did what when; absent on a preview and in lists.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ActView>? History { get; init; }

    internal static SettlementView Of(SettlementRow row, bool isChinese)
    {
        var flows = row.ReadFlows();
        return new()
        {
            Id = row.Id,
            State = row.State,
            Uscc = row.Uscc,
            ProcessingBookNo = row.BookNo,
            PeriodStart = row.PeriodStart,
            PeriodEnd = row.PeriodEnd,
            Flows = flows,
            ActualImportsCny = row.ActualImportsCny,
            ActualExportsCny = row.ActualExportsCny,
            ActualAllocationRate = row.ActualAllocationRate,
            Derivation = SettlementText.OfRate(
                [.. flows.Select(flow => flow.ToFlow())],
                row.ActualAllocationRate,
                isChinese
            ),
            DeclaredExportCny = row.DeclaredExportCny,
            ExportLineCount = row.ExportLineCount,
            Lines = [.. row.ReadLines().Select(line => SettlementLineView.Of(line, isChinese))],
            AdjustEcrTax = row.AdjustEcrTaxCny,
            AdjustDisallowedTax = row.AdjustDisallowedTaxCny,
            RateValidFrom = row.RateValidFrom,
        };
    }
}

/// <summary>Exports of one set of rates, put right with the actual rate, CNY yuan.</summary>
public sealed record SettlementLineView
{
    /// <summary>Allocation rate they were declared with, as a fraction.</summary>
    [JsonConverter(typeof(DecimalJsonConverter))]
    public required decimal PlannedAllocationRate { get; init; }

    /// <summary>Levy rate, percent.</summary>
    [JsonConverter(typeof(DecimalJsonConverter))]
    public required decimal VatRate { get; init; }

    /// <summary>Rebate rate, percent.</summary>
    [JsonConverter(typeof(DecimalJsonConverter))]
    public required decimal RebateRate { get; init; }

    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal DeclaredExportCny { get; init; }

    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal BondedPlannedCny { get; init; }

    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal BondedActualCny { get; init; }

    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal AdjustEcrTax { get; init; }

    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal AdjustDisallowedTax { get; init; }

    /// <summary>The formulas with their numbers.</summary>
    public required string Derivation { get; init; }

    internal static SettlementLineView Of(SettlementLine line, bool isChinese) =>
        new()
        {
            PlannedAllocationRate = line.PlannedRate,
            VatRate = line.VatRatePercent,
            RebateRate = line.RebateRatePercent,
            DeclaredExportCny = line.DeclaredExportCny,
            BondedPlannedCny = line.Adjustment.BondedPlannedCny,
            BondedActualCny = line.Adjustment.BondedActualCny,
            AdjustEcrTax = line.Adjustment.AdjustEcrTaxCny,
            AdjustDisallowedTax = line.Adjustment.AdjustDisallowedTaxCny,
            Derivation = SettlementText.OfLine(line, isChinese),
        };
}

/// <summary>A declared figure that differs from the computed one.</summary>
/// <param name="Field">Its name.</param>
/// <param name="Message">Both values, for a person.</param>
public sealed record FigureDifference(string Field, string Message);

/// <summary>An act on a settlement.</summary>
/// <param name="Act">HANDED_IN, REGISTERED or REFUSED.</param>
/// <param name="Reason">May be empty.</param>
/// <param name="DoneAt">When.</param>
/// <param name="DoneBy">By whom; officers alone see it.</param>
public sealed record ActView(
    string Act,
    string Reason,
    DateTimeOffset DoneAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DoneBy
);

/// <summary>Rows 14 and 8 that the next summary has to take.</summary>
public sealed record ToTakeView
{
    /// <summary>Row 14.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal SettlementAdjustEcr { get; init; }

    /// <summary>Row 8.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal SettlementAdjustDisallowed { get; init; }
}

/// <summary>Reading and writing code of this part, made at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    NumberHandling = JsonNumberHandling.Strict,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    MaxDepth = 8,
    Converters = [typeof(DayConverter)]
)]
[JsonSerializable(typeof(SettlementRequest))]
[JsonSerializable(typeof(DecisionRequest))]
[JsonSerializable(typeof(IReadOnlyList<FlowEntry>))]
[JsonSerializable(typeof(IReadOnlyList<SettlementLine>))]
internal sealed partial class SettlementJson : JsonSerializerContext;
