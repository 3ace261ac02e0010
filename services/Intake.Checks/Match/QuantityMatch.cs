using RebateFlow.Intake.Checks.Information;

namespace RebateFlow.Intake.Checks.Match;

/// <summary>The quantity of an export line against what is left of its customs line.</summary>
internal static class QuantityMatch
{
    public static Finding? M103_AlreadyDeclared(CheckedExportLine line) =>
        line is { IsOffset: false, Customs: { } customs, RemainingBefore: <= 0 }
            ? new Finding(
                "M103",
                "customsDeclarationLineNo",
                line.CustomsLineNo!,
                line.UsedUpByLine ?? customs.UsedIn
            )
            : null;

    /// <summary>
    /// Part of a customs line follows another part once that is decided, which wakes the filing.
    /// Where nothing is left, M103 says it all.
    /// </summary>
    public static Finding? M121_OtherPartUndecided(CheckedExportLine line)
    {
        if (line is not { IsOffset: false, Customs.UndecidedPart: { } part, RemainingBefore: > 0 })
            return null;
        return new Finding(
            "M121",
            "customsDeclarationLineNo",
            line.CustomsLineNo!,
            part.PeriodAndBatch
        )
        {
            AwaitedFeed = FeedNames.PreDeclarations,
            AwaitedKey = part.PreDeclarationId.ToString("D"),
        };
    }

    /// <summary>
    /// A unit that nothing relates to the customs units cannot be counted at all.
    /// </summary>
    public static Finding? M104_QuantityExceedsCustoms(CheckedExportLine line)
    {
        if (line.Customs is not { } customs)
            return null;
        if (line.QuantityInUnit1 is not { } quantity)
            return Exceeds($"{Finding.Number(line.Line.Quantity)} {line.Line.Unit}");
        if (line.IsOffset || line.RemainingBefore <= 0 || quantity <= line.RemainingBefore)
            return null;
        return Exceeds($"{Finding.Number(quantity)} {customs.Unit1}");

        Finding Exceeds(string declared) =>
            new(
                "M104",
                "quantity",
                declared,
                $"{Finding.Number(Math.Max(0m, line.RemainingBefore))} {customs.Unit1}"
            );
    }
}
