using RebateFlow.Console.Api;
using RebateFlow.Console.Seeding;
using Spectre.Console;

namespace RebateFlow.Console.Demo;

/// <summary>
/// The verb <c>demo</c>: hands in the sample filings of <c>seeds/demo</c> through the public APIs,
/// tells their story, and answers 1 when one does not end as it expects.
/// </summary>
public static class RunDemo
{
    private static readonly string[] Exporters =
    [
        .. Enumerable.Range(1, 6).Select(i => $"exporter-{i}"),
    ];

    public static async Task<int> RunAsync(string[] args, CancellationToken cancel)
    {
        var seeds = SeedFolder.Find();
        var all = seeds.Filings().ToList();
        if (args.FirstOrDefault(arg => !all.Any(file => IsWanted(file, [arg]))) is { } unknown)
            throw new WrongUseException($"没有这一示例 no sample filing begins with '{unknown}'.");
        var files = all.Where(file => IsWanted(file, args)).ToList();
        using var installation = new Installation(
            ServiceAddresses.FromEnvironment(),
            TimeProvider.System
        );
        await installation.WaitUntilReadyAsync(cancel);
        await SeedInstallation.PushAllAsync(installation, seeds, cancel);

        var serial = await RunSerial.NextAsync(installation.Exporter, Exporters, cancel);
        var stage = new Stage(installation, seeds, serial, new Storyteller(AnsiConsole.Console));
        await stage.PushElectronicInformationAsync(cancel);

        var endings = new List<Ending>();
        foreach (var file in files)
        {
            var filing = DemoFiling.Load(file, stage.Run);
            endings.Add(await PlayFiling.RunAsync(stage, filing, cancel));
        }
        return Summary.Write(AnsiConsole.Console, endings, serial) ? 0 : 1;
    }

    /// <summary>Words after the verb choose filings by the beginning of their names.</summary>
    private static bool IsWanted(string file, string[] args) =>
        args.Length == 0
        || args.Any(arg => Path.GetFileName(file).StartsWith(arg, StringComparison.Ordinal));
}
