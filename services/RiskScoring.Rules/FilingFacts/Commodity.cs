namespace RebateFlow.RiskScoring.Rules.FilingFacts;

/// <summary>The parts of a commodity code 商品代码 by which things are compared.</summary>
public static class Commodity
{
    /// <summary>First 8 digits: the goods, as history and growth know them.</summary>
    public static ReadOnlySpan<char> Hs8Of(string commodityCode) => First(commodityCode, 8);

    /// <summary>
    /// First 10 digits: the goods as customs knows them, by which prices are compared.
    /// </summary>
    public static ReadOnlySpan<char> Hs10Of(string commodityCode) => First(commodityCode, 10);

    private static ReadOnlySpan<char> First(string code, int digits) =>
        code.Length > digits ? code.AsSpan(0, digits) : code;
}
