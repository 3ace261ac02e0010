namespace RebateFlow.Intake.Checks.Match;

/// <summary>Exported against purchased quantity of an association (ER).</summary>
internal static class AssociationMatch
{
    public static Finding? M211_ExportExceedsPurchase(Association association) =>
        IsComplete(association)
        && Math.Abs(association.ExportedQuantity) > Math.Abs(association.PurchasedQuantity)
            ? Compare("M211", association)
            : null;

    public static Finding? M212_PurchaseExceedsExport(Association association) =>
        IsComplete(association)
        && Math.Abs(association.PurchasedQuantity) > Math.Abs(association.ExportedQuantity)
            ? Compare("M212", association)
            : null;

    private static bool IsComplete(Association association) =>
        association is { IsComparable: true, ExportLines.Count: > 0, PurchaseLines.Count: > 0 };

    private static Finding Compare(string code, Association association) =>
        new(
            code,
            "quantity",
            $"{Finding.Number(association.ExportedQuantity)} {association.Unit}",
            $"{Finding.Number(association.PurchasedQuantity)} {association.Unit}"
        );
}
