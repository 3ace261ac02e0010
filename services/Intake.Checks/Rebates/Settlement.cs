namespace RebateFlow.Intake.Checks.Rebates;

/// <summary>
/// Exports declared under a processing book, summed by the rates they were declared with. Offsets
/// are negative and lower the sums.
/// </summary>
public sealed class DeclaredExports
{
    private readonly SortedDictionary<
        (decimal Planned, decimal Vat, decimal Rebate),
        Dictionary<Guid, decimal>
    > fobCny = [];

    /// <summary>Export lines that were added.</summary>
    public int LineCount { get; private set; }

    /// <summary>Adds an export line of a filing by the figures it was computed with.</summary>
    public void Add(Guid filing, RebateLine line)
    {
        var export =
            line.Derivation as EcrDerivation
            ?? throw new InvalidOperationException($"Line {line.LineNo} is no ECR line.");
        var rated = export as EcrRatedDerivation;
        var key = (
            export.AllocationRate,
            rated?.VatRatePercent ?? 0m,
            rated?.RebateRatePercent ?? 0m
        );
        if (!fobCny.TryGetValue(key, out var ofKey))
            fobCny[key] = ofKey = [];
        ofKey[filing] = ofKey.GetValueOrDefault(filing) + export.FobCny;
        LineCount++;
    }

    internal IEnumerable<SettlementLine> Settle(decimal actualRate)
    {
        foreach (var ((planned, vat, rebate), ofKey) in fobCny)
        {
            var sumCny = ofKey.Values.Sum();
            // A line may carry the same rate in finer notation: then there is nothing to put right.
            var actual = AllocationRate.Applied(actualRate, planned);
            yield return new SettlementLine
            {
                PlannedRate = planned,
                ActualRate = actual,
                VatRatePercent = vat,
                RebateRatePercent = rebate,
                DeclaredExportCny = sumCny,
                Adjustment = AllocationRate.Settle(sumCny, planned, actual, vat, rebate),
            };
        }
    }

    /// <summary>
    /// Part of each filing in the adjustments. Each is what the sum grows by with the filing, so
    /// the parts of a line add up to it to the fen.
    /// </summary>
    internal IReadOnlyList<SettlementShare> Shares(decimal actualRate)
    {
        var shares = new Dictionary<Guid, SettlementShare>();
        foreach (var ((planned, vat, rebate), ofKey) in fobCny)
        {
            var actual = AllocationRate.Applied(actualRate, planned);
            var (sumCny, before) = (0m, default(SettlementAdjustment));
            foreach (var (filing, cny) in ofKey)
            {
                sumCny += cny;
                var upTo = AllocationRate.Settle(sumCny, planned, actual, vat, rebate);
                var share = shares.GetValueOrDefault(filing, new(filing, 0m, 0m));
                shares[filing] = new(
                    filing,
                    share.AdjustEcrTaxCny + upTo.AdjustEcrTaxCny - before.AdjustEcrTaxCny,
                    share.AdjustDisallowedTaxCny
                        + upTo.AdjustDisallowedTaxCny
                        - before.AdjustDisallowedTaxCny
                );
                before = upTo;
            }
        }
        return [.. shares.Values];
    }
}

/// <summary>Exports of one set of rates, put right with the actual rate.</summary>
public sealed record SettlementLine
{
    /// <summary>Allocation rate they were declared with, as a fraction.</summary>
    public required decimal PlannedRate { get; init; }

    /// <summary>The actual rate, or the planned one where both are the same rate.</summary>
    public required decimal ActualRate { get; init; }

    /// <summary>Levy rate, percent.</summary>
    public required decimal VatRatePercent { get; init; }

    /// <summary>Rebate rate, percent.</summary>
    public required decimal RebateRatePercent { get; init; }

    /// <summary>FOB of the exports, CNY yuan.</summary>
    public required decimal DeclaredExportCny { get; init; }

    /// <summary>What it comes to.</summary>
    public required SettlementAdjustment Adjustment { get; init; }
}

/// <summary>Part of a filing in the adjustments of a settlement, CNY yuan, any sign.</summary>
/// <param name="Filing">The pre-declaration.</param>
/// <param name="AdjustEcrTaxCny">Of row 7.</param>
/// <param name="AdjustDisallowedTaxCny">Of row 8.</param>
public sealed record SettlementShare(
    Guid Filing,
    decimal AdjustEcrTaxCny,
    decimal AdjustDisallowedTaxCny
);

/// <summary>
/// The figures of a settlement 进料加工业务免抵退税核销表. Pure; totals are sums of rounded lines.
/// </summary>
public sealed record Settlement
{
    /// <summary>Adjusted actual imports, CNY yuan.</summary>
    public required decimal ActualImportsCny { get; init; }

    /// <summary>Adjusted actual exports, CNY yuan.</summary>
    public required decimal ActualExportsCny { get; init; }

    /// <summary>Row 5, actual allocation rate 实际分配率, six places as the form has it.</summary>
    public required decimal ActualRate { get; init; }

    /// <summary>Export lines in it.</summary>
    public required int ExportLineCount { get; init; }

    /// <summary>One a set of planned, levy and rebate rate, in the order of the rates.</summary>
    public required IReadOnlyList<SettlementLine> Lines { get; init; }

    /// <summary>One a filing that was counted; they add up to rows 7 and 8.</summary>
    public required IReadOnlyList<SettlementShare> Shares { get; init; }

    /// <summary>Row 6, exports declared under the book, CNY yuan.</summary>
    public decimal DeclaredExportCny => Lines.Sum(line => line.DeclaredExportCny);

    /// <summary>Row 7, adjustment of ECR tax, any sign; row 14 of the summary.</summary>
    public decimal AdjustEcrTaxCny => Lines.Sum(line => line.Adjustment.AdjustEcrTaxCny);

    /// <summary>Row 8, adjustment of disallowed tax, any sign; row 8 of the summary.</summary>
    public decimal AdjustDisallowedTaxCny =>
        Lines.Sum(line => line.Adjustment.AdjustDisallowedTaxCny);

    /// <summary>Computes them from customs values and from what was declared.</summary>
    public static Settlement Of(IReadOnlyCollection<BookFlow> flows, DeclaredExports exports)
    {
        var (imports, actualExports) = AllocationRate.Adjusted(flows);
        var rate = AllocationRate.Registered(AllocationRate.Planned(imports, actualExports));
        return new Settlement
        {
            ActualImportsCny = imports,
            ActualExportsCny = actualExports,
            ActualRate = rate,
            ExportLineCount = exports.LineCount,
            Lines = [.. exports.Settle(rate)],
            Shares = exports.Shares(rate),
        };
    }
}
