using RebateFlow.RiskScoring.Rules.Watchlist;
using RebateFlow.RiskScoring.Watchlist;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.Screening;

/// <summary>What may be wrong with a request for a screening.</summary>
public static class ScreeningRequests
{
    /// <summary>Parties and commodities of one request.</summary>
    public const int MaximumItems = 1_000;

    private const int MaximumErrors = 100;

    /// <summary>Every fault, at most a hundred.</summary>
    public static IReadOnlyList<FieldError> FaultsOf(ScreenParties.Request request)
    {
        var errors = new List<FieldError>();
        var (parties, goods) = (request.Parties ?? [], request.Commodities ?? []);
        if (parties.Count + goods.Count is 0 or > MaximumItems)
            errors.Add(
                new(
                    "parties",
                    $"企业与商品合计应为 1 至 {MaximumItems} 个",
                    $"must be 1 to {MaximumItems} together with the commodities"
                )
            );
        if (request.Day is { Year: < 1994 or > 2099 })
            errors.Add(new("day", "应为 1994 至 2099 年", "must lie from 1994 to 2099"));
        if (request.Threshold is < 50 or > 100)
            errors.Add(new("threshold", "应为 50 至 100", "must be from 50 to 100"));
        for (var i = 0; i < Math.Min(parties.Count, MaximumItems); i++)
            Check(parties[i], $"parties[{i}]", errors);
        for (var i = 0; i < Math.Min(goods.Count, MaximumItems); i++)
            Check(goods[i], $"commodities[{i}]", errors);
        return [.. errors.Take(MaximumErrors)];
    }

    private static void Check(ScreenParties.Party? party, string at, List<FieldError> errors)
    {
        if (string.IsNullOrWhiteSpace(party?.Name) && string.IsNullOrWhiteSpace(party?.Id))
        {
            errors.Add(new(at, "应有 name 或 id", "must have a name or an id"));
            return;
        }
        WatchlistEntry.CheckText($"{at}.name", party.Name, 0, 200, errors);
        WatchlistEntry.CheckText($"{at}.id", party.Id, 0, 20, errors);
        WatchlistEntry.CheckText($"{at}.reference", party.Reference, 0, 100, errors);
        if (
            party.Kind is { } kind
            && (
                !WatchlistKinds.ByName.TryGetValue(kind, out var known)
                || ListedNames.KindOf(known) is null
            )
        )
            errors.Add(
                new(
                    $"{at}.kind",
                    "应为 ENTERPRISE、SUPPLIER 或 LEGAL_PERSON",
                    "must be ENTERPRISE, SUPPLIER or LEGAL_PERSON"
                )
            );
    }

    private static void Check(ScreenParties.Goods? goods, string at, List<FieldError> errors)
    {
        var kind = WatchlistKind.Commodity;
        if (!WatchlistKey.TryNormalize(kind, goods?.Code, out _))
        {
            var (zh, en) = WatchlistKey.FormOf(kind);
            errors.Add(new($"{at}.code", $"应为{zh}", $"must be a {en}"));
        }
        WatchlistEntry.CheckText($"{at}.reference", goods?.Reference, 0, 100, errors);
    }
}
