using System.Globalization;
using JasperFx.Resources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using RebateFlow.Bench.Peers;
using Wolverine;

// One round of the row "hop" for a peer: FORM MESSAGES WARM_UP PUBLISHERS. The bench that started
// this reads "begin" and "end" and times what lies between.
if (
    args is not [var form and ("wolverine" or "wolverine-batch"), .. { Length: 3 } numbers]
    || !numbers.All(text => int.TryParse(text, CultureInfo.InvariantCulture, out _))
)
{
    await Console.Error.WriteLineAsync("Give wolverine or wolverine-batch and three numbers.");
    return 2;
}
var (messages, warmUp, publishers) = (numbers[0], numbers[1], numbers[2]);

var database = Environment.GetEnvironmentVariable("BENCH_DATABASE")!;
var broker = new Uri(Environment.GetEnvironmentVariable("BENCH_BROKER")!);

// As our services set theirs.
var source = NpgsqlDataSource.Create(
    new NpgsqlConnectionStringBuilder(database)
    {
        MaxAutoPrepare = 200,
        AutoPrepareMinUsages = 2,
        NoResetOnClose = true,
        MaxPoolSize = 60,
    }.ConnectionString
);
await using (var create = source.CreateCommand("CREATE TABLE effect (id uuid PRIMARY KEY)"))
    await create.ExecuteNonQueryAsync();

var builder = Host.CreateApplicationBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddSingleton(source);
builder.Services.AddSingleton<Effects>();
builder.UseWolverine(options => WolverineHop.Configure(options, source, broker, form));
builder.Services.AddResourceSetupOnStartup();
using var host = builder.Build();
await host.StartAsync();

var hop = new WolverineHop(host.Services, source);
await hop.SendAsync(Number(warmUp), Number(publishers));
await hop.UntilStoredAsync(Number(warmUp));
Console.WriteLine("begin");
await hop.SendAsync(Number(messages), Number(publishers));
await hop.UntilStoredAsync(Number(warmUp) + Number(messages));
Console.WriteLine("end");
await host.StopAsync();
return 0;

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
