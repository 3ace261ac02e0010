namespace RebateFlow.Intake.Checks.Form;

/// <summary>Form of an association (ER): one customs line, one to many invoices.</summary>
internal static class AssociationForm
{
    private const int MostNumbersShown = 5;
    private const string AtLeastOne = ">= 1";

    public static Finding? F010_NoPurchaseLine(Association association) =>
        association.PurchaseLines.Count == 0
            ? new Finding("F010", "purchaseLines", "0", AtLeastOne)
            : null;

    public static Finding? F011_NoExportLine(Association association) =>
        association.ExportLines.Count == 0
            ? new Finding("F011", "exportLines", "0", AtLeastOne)
            : null;

    public static Finding? F012_SeveralCustomsLines(Association association)
    {
        if (association.ExportLines.Count < 2)
            return null;
        var numbers = new List<string>();
        foreach (var line in association.ExportLines)
        {
            var number = line.CustomsLineNo ?? line.Line.CustomsDeclarationLineNo;
            if (numbers.Count < MostNumbersShown && !numbers.Contains(number))
                numbers.Add(number);
        }
        return numbers.Count < 2
            ? null
            : new Finding(
                "F012",
                "customsDeclarationLineNo",
                string.Join(", ", numbers),
                numbers[0]
            );
    }
}
