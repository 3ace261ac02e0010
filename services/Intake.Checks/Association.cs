namespace RebateFlow.Intake.Checks;

/// <summary>Export and purchase lines of one association number 关联号.</summary>
internal sealed class Association
{
    public required string Number { get; init; }
    public List<CheckedExportLine> ExportLines { get; } = [];
    public List<CheckedPurchaseLine> PurchaseLines { get; } = [];

    /// <summary>Exported quantity in <see cref="Unit"/>.</summary>
    public decimal ExportedQuantity { get; set; }

    /// <summary>
    /// Purchased quantity in <see cref="Unit"/>; consumption tax lines are not counted.
    /// </summary>
    public decimal PurchasedQuantity { get; set; }

    /// <summary>
    /// Whether units allow to compare both. Where they do not, missing customs information (M101)
    /// or a unit that fits nowhere (M104, M210) is the doubt.
    /// </summary>
    public bool IsComparable { get; set; } = true;

    /// <summary>
    /// Unit both quantities are compared in: that of the first purchase of goods.
    /// </summary>
    public string Unit { get; set; } = "";

    /// <summary>Export line that decides the rate; null when there is none (F011).</summary>
    public CheckedExportLine? Leading => ExportLines.Count > 0 ? ExportLines[0] : null;
}
