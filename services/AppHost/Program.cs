using RebateFlow.AppHost;

if (args is [var word, ..])
    return WrongUse.Refuse($"AppHost takes no words, not '{word}'; ./run up starts it.");
if (WrongUse.Try(Settings.Read) is not { } settings)
    return WrongUse.ExitCode;
var ports = settings.Ports;
Dashboard.Configure(settings);
var builder = DistributedApplication.CreateBuilder(args);

var identity = builder
    .AddService("identity", "RebateFlow.Identity", ports.Identity, Database("rebateflow_identity"))
    .WithEnvironment("Identity__Issuer", Ports.Address(ports.Identity))
    .WithEnvironment("Identity__KeyDirectory", Path.Combine(settings.StateFolder, "identity-keys"))
    .WithEnvironment("Identity__DemoClientsFile", Demo("clients.json"))
    .WithEnvironment("Identity__PortalAddress", Ports.Address(ports.Portal));

var intake = AddWorker("intake", "RebateFlow.Intake", ports.Intake)
    .WithEnvironment("Receipts__KeyDirectory", Path.Combine(settings.StateFolder, "receipt-keys"))
    .WithEnvironment("Webhooks__AllowLoopback", "true");

ExecutableResource[] services =
[
    identity.Resource,
    intake.Resource,
    AddWorker("risk", "RebateFlow.RiskScoring", ports.Risk).Resource,
    AddWorker("approval", "RebateFlow.Approval", ports.Approval).Resource,
];
return await Supervisor.RunAsync(builder.Build(), services, settings);

string Database(string name) => PostgresAddress.For(settings.Postgres, name);

string Demo(string file) => Path.Combine(Settings.Repository, "seeds", "demo", file);

IResourceBuilder<ExecutableResource> AddWorker(string name, string project, int port) =>
    builder
        .AddService(name, project, port, Database($"rebateflow_{name}"))
        .WithEnvironment("ConnectionStrings__Broker", settings.Broker)
        .WithEnvironment("Authentication__Authority", Ports.Address(ports.Identity));
