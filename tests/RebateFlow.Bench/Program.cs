using System.Globalization;
using RebateFlow.Bench;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
if (args is ["screening"])
    return ScreeningBench.Run(Console.Out); // needs no servers
if (args is ["rules"])
    return await RulesBench.RunAsync(); // nor does this
var servers = new BenchServers();
return args switch
{
    ["chaos"] => await Chaos.RunAsync(servers, Console.Out) ? 0 : 1,
    ["claim"] => await ClaimBench.RunAsync(servers),
    ["green"] => await GreenBench.RunAsync(servers),
    ["hop"] => await Report.HopAsync(servers),
    ["large"] => await LargeFilingBench.RunAsync(servers),
    ["pipeline"] => await Report.PipelineAsync(servers),
    ["vouchers"] => await VoucherBench.RunAsync(servers),
    ["simulation"] => await SimulationBench.RunAsync(servers),
    [] => await Report.AllAsync(servers),
    _ => throw new ArgumentException(
        "bench [screening|hop|pipeline|large|chaos|rules|simulation|vouchers|claim|green]"
    ),
};
