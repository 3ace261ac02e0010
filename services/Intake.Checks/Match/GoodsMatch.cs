using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Match;

/// <summary>The goods of an export line against the customs record.</summary>
internal static class GoodsMatch
{
    public static Finding? M106_CommodityCodeDiffers(CheckedExportLine line)
    {
        if (line.Customs is not { } customs)
            return null;
        var declared = CodeText.Normalize(line.Line.CommodityCode);
        var expected = CodeText.Normalize(customs.CommodityCode);
        return declared.StartsWith(expected, StringComparison.Ordinal)
            ? null
            : new Finding("M106", "commodityCode", declared, expected);
    }

    /// <summary>Width, case, blanks and punctuation make no difference.</summary>
    public static Finding? M107_CommodityNameDiffers(CheckedExportLine line)
    {
        if (line.Customs is not { } customs)
            return null;
        var declared = line.Line.CommodityName;
        return
            declared == customs.CommodityName
            || GoodsNames.Essence(declared) == GoodsNames.Essence(customs.CommodityName)
            ? null
            : new Finding("M107", "commodityName", declared, customs.CommodityName);
    }

    public static Finding? M115_DeclaredCodeNoExtension(CheckedExportLine line)
    {
        if (line.Line.RatedCommodityCode == line.Line.CommodityCode)
            return null;
        var rated = CodeText.Normalize(line.Line.RatedCommodityCode);
        var customs = CodeText.Normalize(line.Customs?.CommodityCode ?? line.Line.CommodityCode);
        return rated.StartsWith(customs, StringComparison.Ordinal)
            ? null
            : new Finding("M115", "declaredCommodityCode", rated, customs);
    }
}
