using System.Text.Json.Nodes;
using RebateFlow.Console.Api;
using RebateFlow.Console.Seeding;

namespace RebateFlow.Console.Demo;

/// <summary>What every filing of a run shares.</summary>
public sealed class Stage(
    Installation installation,
    SeedFolder seeds,
    int serial,
    Storyteller storyteller
)
{
    public Installation Installation { get; } = installation;
    public Storyteller Storyteller { get; } = storyteller;
    public WorkingDays WorkingDays { get; } = WorkingDays.Load(seeds);

    public VatReturns VatReturns { get; } = new([.. seeds.FeedRows("vat-returns")]);

    /// <summary>Batch of every filing of the run.</summary>
    public int Serial { get; } = serial;

    /// <summary>The serial in voucher numbers.</summary>
    public string Run { get; } = RunSerial.Text(serial);

    /// <summary>What customs and the tax administration know about the run's vouchers.</summary>
    public async Task PushElectronicInformationAsync(CancellationToken cancel)
    {
        foreach (var feed in (string[])["customs-declarations", "vat-invoices"])
            await Installation.Feeds.PushAsync(feed, seeds.FeedLines(feed).Select(Row), cancel);
    }

    private JsonObject Row(string line) =>
        JsonNode.Parse(line.Replace("{run}", Run, StringComparison.Ordinal))!.AsObject();
}
