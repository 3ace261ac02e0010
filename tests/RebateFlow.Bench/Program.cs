using System.Globalization;
using RebateFlow.Bench;
using RebateFlow.Bench.Hop;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
if (args is ["hop-round", .. var numbers])
    return await HopRound.RunAsync(numbers); // started by the row "hop"
await new BenchCommand(BenchArguments.Parse(args), Console.Out).RunAsync();
return 0;
