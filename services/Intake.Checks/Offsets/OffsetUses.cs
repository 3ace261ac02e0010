using RebateFlow.Intake.Checks.Information;

namespace RebateFlow.Intake.Checks.Offsets;

/// <summary>What an attempt takes back, and on what it stands.</summary>
internal static class OffsetUses
{
    /// <summary>By line of an original, each once.</summary>
    public static IReadOnlyList<TakenLine> Of(CheckedFiling filing)
    {
        var taken = new OrderedDictionary<(Guid?, string), TakenLine>();
        var all = filing
            .ExportLines.Select(line => line.TakeBack)
            .Concat(filing.PurchaseLines.Select(line => line.TakeBack));
        foreach (var one in all)
        {
            if (one is not { Fault: null } || one.Whole == default)
                continue;
            var key = (one.Original?.Id, one.Key);
            taken[key] = taken.TryGetValue(key, out var before)
                ? before with
                {
                    Part = before.Part.Plus(one.Part),
                }
                : new TakenLine(one.Original, one.Key, one.Whole, one.Part);
        }
        return [.. taken.Values];
    }

    /// <summary>
    /// The originals must have been granted before they are taken back, and an offset before others
    /// are paid for the goods that it gave back.
    /// </summary>
    public static IReadOnlyList<Prerequisite> PrerequisitesOf(
        CheckedFiling filing,
        IReadOnlyList<TakenLine> taken,
        VoucherUses uses
    )
    {
        var found = new OrderedDictionary<Guid, Prerequisite>();
        foreach (var ofOriginal in taken.GroupBy(one => one.Original))
        {
            if (ofOriginal.Key is not { } original)
                continue;
            found[original.Id] = new Prerequisite(
                original.Id,
                original.AttemptNo,
                filing.IsEr ? original.AssumedCny : null,
                filing.IsEr ? ofOriginal.Sum(one => one.Part.TaxCny) : 0m
            );
        }
        foreach (var freed in FreedFor(filing, uses))
            found.TryAdd(
                freed.PreDeclarationId,
                new Prerequisite(freed.PreDeclarationId, freed.AttemptNo, null, 0m)
            );
        return [.. found.Values];
    }

    /// <summary>Undecided offsets without which a voucher would not have enough left.</summary>
    private static IEnumerable<FreedUse> FreedFor(CheckedFiling filing, VoucherUses uses)
    {
        var (freed, info) = (filing.Info.Originals.Freed, filing.Info);
        if (freed.Count == 0)
            return [];
        var customs =
            from use in uses.CustomsLines
            where info.CustomsLines.ContainsKey(use.LineNo)
            let left = info.CustomsLines[use.LineNo].RemainingQuantity
            from one in Needed(use.LineNo, use.Quantity, left)
            select one;
        var invoices =
            from use in uses.Invoices
            where info.Invoices.ContainsKey(use.Key.VoucherNo)
            let line = InvoiceLines
                .Of(info.Invoices[use.Key.VoucherNo])
                .First(one => one.LineNo == use.Key.LineNo)
            from one in Needed(use.Key.ToString(), use.TaxBaseCny, line.RemainingTaxBase)
            select one;
        return customs.Concat(invoices);

        IReadOnlyList<FreedUse> Needed(string voucher, decimal use, decimal left) =>
            use > 0
            && freed.TryGetValue(voucher, out var givers)
            && use > left - givers.Sum(one => one.Amount)
                ? givers
                : [];
    }
}
