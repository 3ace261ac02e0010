using System.Globalization;
using RebateFlow.Bench;
using RebateFlow.Bench.Hop;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
try
{
    if (args is ["hop-round", .. var numbers])
        return await HopRound.RunAsync(numbers); // started by the row "hop"

    // ./run asks so before it starts any server.
    var check = args is ["understand", ..];
    var arguments = BenchArguments.Parse(check ? args[1..] : args);
    if (!check)
        await new BenchCommand(arguments, Console.Out).RunAsync();
    return 0;
}
catch (WrongUseException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 2;
}
