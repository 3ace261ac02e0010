using RebateFlow.Intake.Checks.Rebates;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Settlements;

/// <summary>The rules of a settlement. Pure.</summary>
public static class SettlementRules
{
    /// <summary>More pairs of trade mode and direction than enter the rate.</summary>
    private const int MostFlows = 50;
    private const int LongestReason = 500;

    /// <summary>What is wrong with a request, all at once.</summary>
    /// <param name="request">The request.</param>
    /// <param name="book">The exporter's book; null when it has none of this number.</param>
    /// <param name="today">Business date.</param>
    public static IReadOnlyList<FieldError> Faults(
        SettlementRequest request,
        SettledBookRow? book,
        DateOnly today
    )
    {
        var faults = new List<FieldError>();
        if (book is null)
            faults.Add(
                new(
                    "processingBookNo",
                    "不是本企业备案的手（账）册",
                    "is no registered book of this enterprise"
                )
            );
        else if (book.Kind != "PE")
            faults.Add(
                new(
                    "processingBookNo",
                    "仅生产企业办理免抵退税核销",
                    "is settled by production enterprises alone"
                )
            );
        if (request.PeriodEnd < request.PeriodStart)
            faults.Add(new("periodEnd", "早于periodStart", "is before periodStart"));
        if (request.PeriodEnd > today)
            faults.Add(new("periodEnd", "不得晚于今日", "must not be in the future"));
        if (request.PeriodStart.Year < 1994)
            faults.Add(new("periodStart", "不得早于1994年", "must not be before 1994"));
        var ofFlows = FlowFaults(request.Flows);
        return [.. faults, .. ofFlows, .. ofFlows.Count == 0 ? RateFaults(request.Flows) : []];
    }

    /// <summary>Declared figures that differ from the computed ones, with both values.</summary>
    public static IReadOnlyList<FieldError> Differences(
        SettlementRequest request,
        Settlement settled
    )
    {
        var declaredRate = request.ActualAllocationRate;
        (string Field, decimal? Declared, decimal Computed)[] figures =
        [
            (
                "actualAllocationRate",
                declaredRate is { } rate ? AllocationRate.Registered(rate) : null,
                settled.ActualRate
            ),
            ("declaredExportCny", request.DeclaredExportCny, settled.DeclaredExportCny),
            ("adjustEcrTax", request.AdjustEcrTax, settled.AdjustEcrTaxCny),
            ("adjustDisallowedTax", request.AdjustDisallowedTax, settled.AdjustDisallowedTaxCny),
        ];
        return
        [
            .. figures
                .Where(figure => figure.Declared is { } declared && declared != figure.Computed)
                .Select(figure =>
                    Differs(
                        figure.Field,
                        SettlementText.Number(figure.Declared!.Value),
                        figure.Computed
                    )
                ),
        ];
    }

    /// <summary>What has changed between the hand-in and now, with both values.</summary>
    public static IReadOnlyList<FieldError> Changes(SettlementRow handedIn, Settlement now)
    {
        (string Field, decimal Then, decimal Now)[] figures =
        [
            ("declaredExportCny", handedIn.DeclaredExportCny, now.DeclaredExportCny),
            ("adjustEcrTax", handedIn.AdjustEcrTaxCny, now.AdjustEcrTaxCny),
            ("adjustDisallowedTax", handedIn.AdjustDisallowedTaxCny, now.AdjustDisallowedTaxCny),
        ];
        return
        [
            .. figures
                .Where(figure => figure.Then != figure.Now)
                .Select(figure =>
                    Differs(figure.Field, SettlementText.Number(figure.Then), figure.Now)
                ),
        ];
    }

    /// <summary>What is wrong with the reason of a decision.</summary>
    public static IReadOnlyList<FieldError> ReasonFaults(string reason, bool isNeeded) =>
        reason.Length > LongestReason
        || reason.Any(char.IsControl)
        || (isNeeded && reason.Length == 0)
            ?
            [
                new(
                    "reason",
                    $"须为{(isNeeded ? 1 : 0)}至{LongestReason}个字符，不得含控制字符",
                    $"has {(isNeeded ? 1 : 0)} to {LongestReason} characters, none of them a "
                        + "control character"
                ),
            ]
            : [];

    private static List<FieldError> FlowFaults(IReadOnlyList<FlowEntry> flows)
    {
        var faults = new List<FieldError>();
        if (flows.Count > MostFlows)
            return [new("flows", $"至多{MostFlows}项", $"has at most {MostFlows} entries")];
        var seen = new HashSet<(string, FlowDirection)>();
        for (var i = 0; i < flows.Count; i++)
        {
            if (flows[i] is not { } flow)
            {
                faults.Add(new($"flows[{i}]", "不得为null", "must not be null"));
                continue;
            }
            var isImport = flow.Direction == FlowDirection.Import;
            if (AllocationRate.Signs(flow.TradeMode, isImport) == (0, 0))
                faults.Add(
                    new(
                        $"flows[{i}].tradeMode",
                        $"{flow.TradeMode}按此方向不计入实际分配率",
                        "has no part in the actual rate in this direction"
                    )
                );
            else if (!seen.Add((flow.TradeMode, flow.Direction)))
                faults.Add(new($"flows[{i}].tradeMode", "重复", "is there twice"));
            if (flow.ValueCny < 0)
                faults.Add(new($"flows[{i}].valueCny", "不得为负", "must not be negative"));
        }
        return faults;
    }

    private static IEnumerable<FieldError> RateFaults(IReadOnlyList<FlowEntry> flows)
    {
        var (imports, exports) = AllocationRate.Adjusted(flows.Select(flow => flow.ToFlow()));
        if (exports <= 0)
            yield return new(
                "flows",
                "调整后的实际出口额须大于0，否则无法计算实际分配率",
                "have no actual exports, so that there is no actual rate"
            );
        else if (imports < 0 || imports > exports)
            yield return new(
                "flows",
                $"实际进口额{SettlementText.Number(imports)}须在0与实际出口额"
                    + $"{SettlementText.Number(exports)}之间",
                $"have actual imports of {SettlementText.Number(imports)}; they must lie between 0 "
                    + $"and the actual exports of {SettlementText.Number(exports)}"
            );
    }

    private static FieldError Differs(string field, string declared, decimal computed)
    {
        var right = SettlementText.Number(computed);
        return new(
            field,
            $"为{declared}，按已申报数据计算为{right}",
            $"is {declared}; what was declared gives {right}"
        );
    }
}
