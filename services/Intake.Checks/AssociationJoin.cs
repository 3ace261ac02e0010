using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Checks.Reference;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks;

/// <summary>
/// Joins export and purchase lines by association number and adds up their quantities.
/// </summary>
internal static class AssociationJoin
{
    /// <summary>Lines whose number has the wrong form (F009) belong to no association.</summary>
    public static void Join(CheckedFiling filing, List<Association> associations)
    {
        var byNumber = new Dictionary<string, Association>(
            filing.ExportLines.Count,
            StringComparer.Ordinal
        );
        foreach (var line in filing.ExportLines)
            Find(line.Line.AssociationNo)?.ExportLines.Add(line);
        foreach (var line in filing.PurchaseLines)
            line.JoinTo(Find(line.Line.AssociationNo));
        foreach (var association in associations)
            AddUp(association, filing.Info.Reference.Units);
        return;

        Association? Find(string? text)
        {
            if (!AssociationNo.TryParse(text, out var number))
                return null;
            if (!byNumber.TryGetValue(number.Value, out var association))
            {
                association = new Association { Number = number.Value };
                byNumber.Add(number.Value, association);
                associations.Add(association);
            }
            return association;
        }
    }

    private static void AddUp(Association association, UnitTable units)
    {
        var customs = association.Leading?.Customs;
        association.Unit = UnitOfGoods(association);
        foreach (var purchase in association.PurchaseLines)
        {
            if (purchase.Line.TaxKind == TaxKind.V)
                association.PurchasedQuantity += In(
                    purchase.Line.Quantity,
                    purchase.Line.Unit,
                    customs
                );
        }
        foreach (var export in association.ExportLines)
        {
            association.ExportedQuantity += In(
                export.Line.Quantity,
                export.Line.Unit,
                export.Customs ?? customs
            );
        }
        return;

        decimal In(decimal quantity, string unit, CustomsRecord? record)
        {
            var converted = CustomsQuantities.Convert(
                quantity,
                unit,
                association.Unit,
                record,
                units
            );
            association.IsComparable &= converted is not null;
            return converted ?? quantity;
        }
    }

    private static string UnitOfGoods(Association association)
    {
        foreach (var purchase in association.PurchaseLines)
        {
            if (purchase.Line.TaxKind == TaxKind.V && purchase.Line.Quantity != 0)
                return purchase.Line.Unit;
        }
        return association.Leading?.Line.Unit ?? "";
    }
}
