using RebateFlow.RiskScoring.Rules.Exporters;
using RebateFlow.RiskScoring.Rules.Prices;
using RebateFlow.RiskScoring.Rules.Vouchers;
using RebateFlow.RiskScoring.Rules.Watchlist;

namespace RebateFlow.RiskScoring.Rules;

/// <summary>
/// Every rule, in the order in which findings are told. A new rule gets a line here.
/// </summary>
public static class RuleCatalog
{
    /// <summary>The rules by id, ascending.</summary>
    public static readonly IReadOnlyList<IRiskRule> All =
    [
        new ExchangeCostOutsideBand(),
        new ExchangeCostChanged(),
        new ExportsGrewBeyondLimit(),
        new RebateGrewBeyondLimit(),
        new ClearedAwayFromHome(),
        new CommodityNewToExporter(),
        new SupplierNewToExporter(),
        new CommodityOnWatchlist(),
        new PartyOnWatchlist(),
        new SourceRegionOnWatchlist(),
        new CustomsDistrictOnWatchlist(),
        new UnitPriceAbovePeers(),
        new PriceNearPreciousMetal(),
        new InvoiceUnitUnknownToCustoms(),
        new NameUnlikeCustoms(),
        new NewExporterClaimsMuch(),
        new SurgeAfterNewLegalPerson(),
        new WeightUnlikePeers(),
        new ForeignExchangeMissing(),
        new SelfIssuedPurchases(),
        new CodeMovedToHigherRate(),
        new InvoicesJustUnderLimit(),
    ];

    /// <summary>The rule of an id; null when there is none.</summary>
    public static IRiskRule? Find(string id) => All.FirstOrDefault(rule => rule.Id == id);
}
