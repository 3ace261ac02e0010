using RebateFlow.Intake.Checks.Information;

namespace RebateFlow.Intake.Checks.PreDeclarations;

/// <summary>
/// How far an attempt uses vouchers, as parallel columns in key order, each voucher once. Pure.
/// </summary>
/// <param name="CustomsLineNos">Customs lines.</param>
/// <param name="CustomsQuantities">Quantities in the first statutory unit.</param>
/// <param name="InvoiceNos">Purchase vouchers, one entry a line of them.</param>
/// <param name="InvoiceLineNos">Lines of these vouchers.</param>
/// <param name="InvoiceQuantities">Quantities in the unit of the invoice.</param>
/// <param name="InvoiceTaxBases">Bases without VAT, CNY yuan.</param>
public sealed record VoucherClaim(
    string[] CustomsLineNos,
    decimal[] CustomsQuantities,
    string[] InvoiceNos,
    int[] InvoiceLineNos,
    decimal[] InvoiceQuantities,
    decimal[] InvoiceTaxBases
)
{
    /// <summary>No voucher.</summary>
    public static readonly VoucherClaim Nothing = new([], [], [], [], [], []);

    /// <summary>True when no voucher is named.</summary>
    public bool IsEmpty => CustomsLineNos.Length == 0 && InvoiceNos.Length == 0;

    /// <summary>True when offsets prevail on a voucher.</summary>
    public bool GivesBack =>
        CustomsQuantities.Any(one => one < 0)
        || InvoiceQuantities.Any(one => one < 0)
        || InvoiceTaxBases.Any(one => one < 0);

    /// <summary>What is left when all that it gives back is in use again.</summary>
    public VoucherClaim WithoutGivenBack =>
        GivesBack
            ? this with
            {
                CustomsQuantities = Array.ConvertAll(CustomsQuantities, one => Math.Max(0m, one)),
                InvoiceQuantities = Array.ConvertAll(InvoiceQuantities, one => Math.Max(0m, one)),
                InvoiceTaxBases = Array.ConvertAll(InvoiceTaxBases, one => Math.Max(0m, one)),
            }
            : this;

    /// <summary>The claim of a cleared attempt.</summary>
    public static VoucherClaim Of(VoucherUses uses)
    {
        var customs = uses.CustomsLines.OrderBy(use => use.LineNo, StringComparer.Ordinal);
        var invoices = uses.Invoices.OrderBy(use => use.Key, InvoiceKey.Order);
        CustomsLineUse[] lines = [.. customs];
        InvoiceUse[] vouchers = [.. invoices];
        return new VoucherClaim(
            Array.ConvertAll(lines, use => use.LineNo),
            Array.ConvertAll(lines, use => use.Quantity),
            Array.ConvertAll(vouchers, use => use.Key.VoucherNo),
            Array.ConvertAll(vouchers, use => use.Key.LineNo),
            Array.ConvertAll(vouchers, use => use.Quantity),
            Array.ConvertAll(vouchers, use => use.TaxBaseCny)
        );
    }

    /// <summary>
    /// What has to be added to the vouchers so that this holds and the former one no longer does;
    /// negative where the former one used more.
    /// </summary>
    public VoucherClaim Less(VoucherClaim former)
    {
        if (former.IsEmpty)
            return this;
        var customs = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        AddUp(customs, CustomsLineNos, CustomsQuantities, 1);
        AddUp(customs, former.CustomsLineNos, former.CustomsQuantities, -1);
        var (keys, formerKeys) = (InvoiceKeys(), former.InvoiceKeys());
        var quantities = new SortedDictionary<InvoiceKey, decimal>(InvoiceKey.Order);
        AddUp(quantities, keys, InvoiceQuantities, 1);
        AddUp(quantities, formerKeys, former.InvoiceQuantities, -1);
        var bases = new SortedDictionary<InvoiceKey, decimal>(InvoiceKey.Order);
        AddUp(bases, keys, InvoiceTaxBases, 1);
        AddUp(bases, formerKeys, former.InvoiceTaxBases, -1);
        return new VoucherClaim(
            [.. customs.Keys],
            [.. customs.Values],
            [.. bases.Keys.Select(key => key.VoucherNo)],
            [.. bases.Keys.Select(key => key.LineNo)],
            [.. quantities.Values],
            [.. bases.Values]
        );
    }

    /// <summary>What is used of each customs line.</summary>
    public Dictionary<string, decimal> ByCustomsLine()
    {
        var byNo = new Dictionary<string, decimal>(CustomsLineNos.Length, StringComparer.Ordinal);
        for (var i = 0; i < CustomsLineNos.Length; i++)
            byNo.Add(CustomsLineNos[i], CustomsQuantities[i]);
        return byNo;
    }

    /// <summary>What is used of each line of an invoice.</summary>
    public Dictionary<InvoiceKey, (decimal Quantity, decimal TaxBaseCny)> ByInvoice()
    {
        var byKey = new Dictionary<InvoiceKey, (decimal, decimal)>(InvoiceNos.Length);
        foreach (var (i, key) in InvoiceKeys().Index())
            byKey.Add(key, (InvoiceQuantities[i], InvoiceTaxBases[i]));
        return byKey;
    }

    private InvoiceKey[] InvoiceKeys() =>
        [
            .. InvoiceNos.Zip(
                InvoiceLineNos,
                (voucherNo, lineNo) => new InvoiceKey(voucherNo, lineNo)
            ),
        ];

    private static void AddUp<TKey>(
        SortedDictionary<TKey, decimal> sums,
        TKey[] keys,
        decimal[] amounts,
        int sign
    )
        where TKey : notnull
    {
        for (var i = 0; i < keys.Length; i++)
            sums[keys[i]] = sums.GetValueOrDefault(keys[i]) + sign * amounts[i];
    }
}
