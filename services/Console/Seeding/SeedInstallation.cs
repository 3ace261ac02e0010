using System.Text.Json.Nodes;
using RebateFlow.Console.Api;
using Spectre.Console;

namespace RebateFlow.Console.Seeding;

/// <summary>
/// The verb <c>seed</c>: what the services take through their APIs. Safe to repeat; the second time
/// nothing changes.
/// </summary>
public static class SeedInstallation
{
    public static async Task<int> RunAsync(string[] args, CancellationToken cancel)
    {
        if (args.Length > 0)
            throw new WrongUseException($"seed takes no words, not '{args[0]}'.");
        var seeds = SeedFolder.Find();
        using var installation = new Installation(
            ServiceAddresses.FromEnvironment(),
            TimeProvider.System
        );
        await installation.WaitUntilReadyAsync(cancel);
        await PushAllAsync(installation, seeds, cancel);
        return 0;
    }

    public static async Task PushAllAsync(
        Installation installation,
        SeedFolder seeds,
        CancellationToken cancel
    )
    {
        await PushAsync("rate-library", "退税率文库", ReferenceRows.RateLibrary(seeds));
        await PushAsync("exchange-rates", "汇率（示例）", ReferenceRows.ExchangeRates(seeds));
        await PushAsync("enterprises", "出口企业（示例）", seeds.FeedRows("enterprises"));
        await PushAsync(
            "processing-books",
            "手（账）册（示例）",
            seeds.FeedRows("processing-books")
        );
        await PushAsync("vat-returns", "增值税申报（示例）", seeds.FeedRows("vat-returns"));

        var entries = await WatchlistSeeding.RunAsync(installation.Risk, seeds, cancel);
        Tell("watchlist", "特别关注信息库", entries);
        var enrolments = await EnrolmentSeeding.RunAsync(installation.Policy, seeds, cancel);
        Tell("enrolments", "绿色通道登记", enrolments);

        async Task PushAsync(string feed, string nameZh, IEnumerable<JsonObject> rows) =>
            Tell(feed, nameZh, await installation.Feeds.PushAsync(feed, rows, cancel));
    }

    private static void Tell(string what, string nameZh, FeedResult result) =>
        AnsiConsole.MarkupLineInterpolated(
            $"  [bold]{what, -18}[/]{result.Taken, 5} new,{result.Unchanged, 5} unchanged  {nameZh}"
        );
}
