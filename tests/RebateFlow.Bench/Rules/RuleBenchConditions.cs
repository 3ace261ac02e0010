using System.Linq.Expressions;
using RebateFlow.Contracts.Intake;

namespace RebateFlow.Bench.Rules;

/// <summary>A rule as the two engines take it: a text, and a lambda of its words.</summary>
internal sealed record RuleBenchCondition(
    string Id,
    string Text,
    Expression<Func<RuleBenchFacts, bool>> Lambda
);

/// <summary>A rule about one line of a filing.</summary>
internal sealed record RuleBenchLineCondition<TLine>(
    string Id,
    string Text,
    Expression<Func<RuleBenchFacts, TLine, bool>> Lambda
);

/// <summary>
/// The rules of the set as conditions. Those that look at lines do so here too; what is said about
/// a hit, and what could not be judged, is left out, in the engines' favour.
/// </summary>
internal static class RuleBenchConditions
{
    /// <summary>The rules that name the line they hit: of export lines.</summary>
    public static readonly IReadOnlyList<RuleBenchLineCondition<FiledExportLine>> OfExports =
    [
        new(
            "RI-06",
            """!f.Codes.Contains(l.CommodityCode.Substring(0, 8))""",
            (f, l) => !f.Codes.Contains(l.CommodityCode.Substring(0, 8))
        ),
        new(
            "RI-12",
            """l.Quantity != 0 && l.FobUsd / l.Quantity > f.Peer * 15 / 10""",
            (f, l) => l.Quantity != 0 && l.FobUsd / l.Quantity > f.Peer * 15 / 10
        ),
        new(
            "RI-13",
            """l.Unit == "千克" && l.FobUsd > l.Quantity * 900""",
            (f, l) => l.Unit == "千克" && l.FobUsd > l.Quantity * 900
        ),
    ];

    /// <summary>And of purchase lines.</summary>
    public static readonly IReadOnlyList<RuleBenchLineCondition<FiledPurchaseLine>> OfPurchases =
    [
        new(
            "RI-07",
            """!f.Suppliers.Contains(l.SupplierTaxId)""",
            (f, l) => !f.Suppliers.Contains(l.SupplierTaxId)
        ),
        new(
            "RI-14",
            """l.Unit != "台" && "千克" != l.Unit""",
            (f, l) => l.Unit != "台" && l.Unit != "千克"
        ),
    ];

    /// <summary>The rules that judge the filing as a whole.</summary>
    public static IEnumerable<RuleBenchCondition> OfFiling =>
        All.Where(one =>
            OfExports.All(line => line.Id != one.Id) && OfPurchases.All(line => line.Id != one.Id)
        );

    public static readonly IReadOnlyList<RuleBenchCondition> All =
    [
        new(
            "RI-01",
            """f.Cost / f.Fob > 8 || f.Cost / f.Fob < 5""",
            f => f.Cost / f.Fob > 8 || f.Cost / f.Fob < 5
        ),
        new(
            "RI-02",
            """f.Cost / f.Fob * f.FobBefore > f.CostBefore * 115 / 100""",
            f => f.Cost / f.Fob * f.FobBefore > f.CostBefore * 115 / 100
        ),
        new("RI-03", """f.Fob > f.FobBefore * 2""", f => f.Fob > f.FobBefore * 2),
        new("RI-04", """f.Rebate > f.RebateBefore * 2""", f => f.Rebate > f.RebateBefore * 2),
        new("RI-05", """f.AwayRise > 30""", f => f.AwayRise > 30),
        new(
            "RI-06",
            """f.Exports.Any(l => !f.Codes.Contains(l.CommodityCode.Substring(0, 8)))""",
            f => f.Exports.Any(l => !f.Codes.Contains(l.CommodityCode.Substring(0, 8)))
        ),
        new(
            "RI-07",
            """f.Purchases.Any(l => !f.Suppliers.Contains(l.SupplierTaxId))""",
            f => f.Purchases.Any(l => !f.Suppliers.Contains(l.SupplierTaxId))
        ),
        new(
            "RI-08",
            """f.Hits.Any(h => h.Kind == "COMMODITY")""",
            f => f.Hits.Any(h => h.Kind == "COMMODITY")
        ),
        new(
            "RI-09",
            """f.Hits.Any(h => h.Kind == "ENTERPRISE" || h.Kind == "SUPPLIER")""",
            f => f.Hits.Any(h => h.Kind == "ENTERPRISE" || h.Kind == "SUPPLIER")
        ),
        new(
            "RI-10",
            """f.Hits.Any(h => h.Kind == "SOURCE_REGION")""",
            f => f.Hits.Any(h => h.Kind == "SOURCE_REGION")
        ),
        new(
            "RI-11",
            """f.Hits.Any(h => h.Kind == "CUSTOMS_DISTRICT")""",
            f => f.Hits.Any(h => h.Kind == "CUSTOMS_DISTRICT")
        ),
        new(
            "RI-12",
            """f.Exports.Any(l => l.Quantity != 0 && l.FobUsd / l.Quantity > f.Peer * 15 / 10)""",
            f => f.Exports.Any(l => l.Quantity != 0 && l.FobUsd / l.Quantity > f.Peer * 15 / 10)
        ),
        new(
            "RI-13",
            """f.Exports.Any(l => l.Unit == "千克" && l.FobUsd > l.Quantity * 900)""",
            f => f.Exports.Any(l => l.Unit == "千克" && l.FobUsd > l.Quantity * 900)
        ),
        new(
            "RI-14",
            """f.Purchases.Any(l => l.Unit != "台" && l.Unit != "千克")""",
            f => f.Purchases.Any(l => l.Unit != "台" && l.Unit != "千克")
        ),
        new(
            "RI-15",
            """f.Doubts.Any(d => d.Code == "M107")""",
            f => f.Doubts.Any(d => d.Code == "M107")
        ),
        new(
            "RI-17",
            """f.AgeMonths < 12 && f.Rebate >= 1000000""",
            f => f.AgeMonths < 12 && f.Rebate >= 1000000
        ),
        new(
            "RI-18",
            """f.PersonChanged && f.Fob > f.FobBefore * 2""",
            f => f.PersonChanged && f.Fob > f.FobBefore * 2
        ),
        new(
            "RI-21",
            """f.Doubts.Any(d => d.Code == "R309")""",
            f => f.Doubts.Any(d => d.Code == "R309")
        ),
        new("RI-25", """f.RateRose""", f => f.RateRose),
        new(
            "RI-26",
            """f.Purchases.Count(l => l.TaxBaseCny >= 95000 && l.TaxBaseCny < 100000) >= 5""",
            f => f.Purchases.Count(l => l.TaxBaseCny >= 95000 && l.TaxBaseCny < 100000) >= 5
        ),
    ];
}
