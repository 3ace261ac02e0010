namespace RebateFlow.Intake.Checks.PreDeclarations;

/// <summary>
/// How far an attempt uses vouchers, as parallel columns in key order, each voucher once. Pure.
/// </summary>
/// <param name="CustomsLineNos">Customs lines.</param>
/// <param name="CustomsQuantities">Quantities in the first statutory unit.</param>
/// <param name="InvoiceNos">Purchase vouchers.</param>
/// <param name="InvoiceQuantities">Quantities in the unit of the invoice.</param>
/// <param name="InvoiceTaxBases">Bases without VAT, CNY yuan.</param>
public sealed record VoucherClaim(
    string[] CustomsLineNos,
    decimal[] CustomsQuantities,
    string[] InvoiceNos,
    decimal[] InvoiceQuantities,
    decimal[] InvoiceTaxBases
)
{
    /// <summary>No voucher.</summary>
    public static readonly VoucherClaim Nothing = new([], [], [], [], []);

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
        var invoices = uses.Invoices.OrderBy(use => use.VoucherNo, StringComparer.Ordinal);
        CustomsLineUse[] lines = [.. customs];
        InvoiceUse[] vouchers = [.. invoices];
        return new VoucherClaim(
            Array.ConvertAll(lines, use => use.LineNo),
            Array.ConvertAll(lines, use => use.Quantity),
            Array.ConvertAll(vouchers, use => use.VoucherNo),
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
        var quantities = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        AddUp(quantities, InvoiceNos, InvoiceQuantities, 1);
        AddUp(quantities, former.InvoiceNos, former.InvoiceQuantities, -1);
        var bases = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        AddUp(bases, InvoiceNos, InvoiceTaxBases, 1);
        AddUp(bases, former.InvoiceNos, former.InvoiceTaxBases, -1);
        return new VoucherClaim(
            [.. customs.Keys],
            [.. customs.Values],
            [.. bases.Keys],
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

    /// <summary>What is used of each invoice.</summary>
    public Dictionary<string, (decimal Quantity, decimal TaxBaseCny)> ByInvoice()
    {
        var byNo = new Dictionary<string, (decimal, decimal)>(
            InvoiceNos.Length,
            StringComparer.Ordinal
        );
        for (var i = 0; i < InvoiceNos.Length; i++)
            byNo.Add(InvoiceNos[i], (InvoiceQuantities[i], InvoiceTaxBases[i]));
        return byNo;
    }

    private static void AddUp(
        SortedDictionary<string, decimal> sums,
        string[] nos,
        decimal[] amounts,
        int sign
    )
    {
        for (var i = 0; i < nos.Length; i++)
            sums[nos[i]] = sums.GetValueOrDefault(nos[i]) + sign * amounts[i];
    }
}
