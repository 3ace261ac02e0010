using System.Globalization;
using System.Text.Json.Nodes;
using RebateFlow.Console.Api;

namespace RebateFlow.Console.Demo;

/// <summary>
/// The month's VAT return of a sample filing. Each run of the demo adds a batch to the same month,
/// so the return grows: its sales cover all batches, its ending credit what they rebate as well.
/// </summary>
/// <param name="rows">Returns as seeded, for one batch.</param>
public sealed class VatReturns(IReadOnlyList<JsonObject> rows)
{
    private static readonly string[] NotLive =
    [
        "SUBMITTED",
        "AWAITING_DATA",
        "BLOCKED",
        "RETURNED",
        "REJECTED",
        "WITHDRAWN",
    ];

    /// <summary>
    /// The return that covers the earlier batches of the period and one more; null when there are
    /// none, and the seeded one stands.
    /// </summary>
    /// <param name="body">The filing that is about to be handed in (ECR).</param>
    /// <param name="ofPeriod">All filings of the exporter in its period.</param>
    /// <param name="version">Later than that of every return fed so far.</param>
    public JsonObject? Covering(JsonObject body, IEnumerable<JsonObject> ofPeriod, long version)
    {
        var live = ofPeriod.Where(filing => !NotLive.Contains(ExporterApi.State(filing))).ToList();
        var seeded = rows.Single(row =>
            Text(row, "uscc") == Text(body, "uscc") && Text(row, "period") == Text(body, "period")
        );
        if (live.Count == 0)
            return null;
        var rebated = live.Sum(filing => Amount(filing["feedback"]!.AsObject(), "rebateDue"));
        var row = seeded.DeepClone().AsObject();
        row["ecrSalesCny"] = Text(Amount(seeded, "ecrSalesCny") * (live.Count + 1));
        row["endingCredit"] = Text(Amount(seeded, "endingCredit") + rebated);
        row["version"] = version;
        return row;
    }

    private static string Text(JsonObject row, string name) => row[name]!.GetValue<string>();

    private static string Text(decimal amount) =>
        amount.ToString("F2", CultureInfo.InvariantCulture);

    private static decimal Amount(JsonObject row, string name) =>
        decimal.Parse(Text(row, name), CultureInfo.InvariantCulture);
}
