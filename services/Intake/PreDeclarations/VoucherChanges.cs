namespace RebateFlow.Intake.PreDeclarations;

/// <summary>
/// What a check changes on the vouchers of one kind: the new attempt's uses less the former
/// attempt's, as parallel columns in key order.
/// </summary>
/// <param name="Nos">Voucher numbers, each once.</param>
/// <param name="QuantityDeltas">What is added to the quantity in use.</param>
/// <param name="TaxBaseDeltas">What is added to the base in use, CNY yuan.</param>
/// <param name="Quantities">
/// Quantity the attempt uses from now on; null when it no longer does.
/// </param>
/// <param name="TaxBases">
/// Base the attempt uses from now on, CNY yuan; null when it no longer does.
/// </param>
public sealed record VoucherChanges(
    string[] Nos,
    decimal[] QuantityDeltas,
    decimal[] TaxBaseDeltas,
    decimal?[] Quantities,
    decimal?[] TaxBases
)
{
    /// <summary>True when there is nothing to write.</summary>
    public bool IsEmpty => Nos.Length == 0;

    /// <summary>Computes them.</summary>
    /// <param name="uses">
    /// What the attempt uses, each voucher once; empty when it did not clear.
    /// </param>
    /// <param name="held">What the former attempt holds.</param>
    public static VoucherChanges Between(
        IReadOnlyDictionary<string, (decimal Quantity, decimal TaxBaseCny)> uses,
        IReadOnlyDictionary<string, HeldVoucher> held
    )
    {
        string[] nos = [.. uses.Keys.Union(held.Keys, StringComparer.Ordinal)];
        Array.Sort(nos, StringComparer.Ordinal);
        var changes = new VoucherChanges(
            nos,
            new decimal[nos.Length],
            new decimal[nos.Length],
            new decimal?[nos.Length],
            new decimal?[nos.Length]
        );
        for (var i = 0; i < nos.Length; i++)
        {
            var isUsed = uses.TryGetValue(nos[i], out var use);
            held.TryGetValue(nos[i], out var former);
            changes.QuantityDeltas[i] = use.Quantity - (former?.Quantity ?? 0);
            changes.TaxBaseDeltas[i] = use.TaxBaseCny - (former?.TaxBaseCny ?? 0);
            changes.Quantities[i] = isUsed ? use.Quantity : null;
            changes.TaxBases[i] = isUsed ? use.TaxBaseCny : null;
        }
        return changes;
    }
}
