using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Npgsql;
using RebateFlow.Bench.Filings;

namespace RebateFlow.Bench.Stacks;

/// <summary>
/// The real services of a tree as processes on databases and a virtual host of their own, with
/// made-up exporters. Everything that the bench does to them goes through their public APIs; it
/// only counts and fills in rows by SQL.
/// </summary>
internal sealed class BenchStack : IAsyncDisposable
{
    private readonly List<BenchDatabase> databases = [];
    private readonly Dictionary<string, string> tokens = [];
    private readonly string folder = Directory.CreateTempSubdirectory("rebateflow-bench-").FullName;
    private readonly int identityPort = FreePort();
    private readonly ServiceTree tree;
    private int nextFiling;
    private int nextLargeFiling;

    private BenchStack(
        ServiceTree tree,
        BenchBroker broker,
        IReadOnlyDictionary<string, BenchDatabase> made
    )
    {
        this.tree = tree;
        Broker = broker;
        databases.AddRange(made.Values);
        IntakeData = NpgsqlDataSource.Create(made["Intake"].ConnectionString);
        ApprovalData = NpgsqlDataSource.Create(made["Approval"].ConnectionString);
        Identity = Service("Identity", identityPort, made);
        Intake = Service("Intake", FreePort(), made);
        Risk = Service("RiskScoring", FreePort(), made);
        Approval = Service("Approval", FreePort(), made);
    }

    /// <summary>What the output calls the tree that the services come from.</summary>
    public string Name => tree.Name;

    public BenchBroker Broker { get; }
    public ServiceProcess Identity { get; }
    public ServiceProcess Intake { get; }
    public ServiceProcess Risk { get; }
    public ServiceProcess Approval { get; }
    public NpgsqlDataSource ApprovalData { get; }
    public NpgsqlDataSource IntakeData { get; }

    public IReadOnlyList<ServiceProcess> Workers => [Intake, Risk, Approval];

    private IReadOnlyList<ServiceProcess> All => [Identity, Intake, Risk, Approval];

    /// <summary>
    /// Starts all four, waits until they are ready, and feeds the reference data.
    /// </summary>
    public static async Task<BenchStack> StartAsync(BenchServers servers, ServiceTree tree)
    {
        var made = new Dictionary<string, BenchDatabase>();
        foreach (var name in new[] { "Identity", "Intake", "RiskScoring", "Approval" })
            made[name] = await servers.CreateDatabaseAsync(name.ToLowerInvariant());
        var stack = new BenchStack(tree, await servers.CreateBrokerAsync(), made);
        try
        {
            await File.WriteAllTextAsync(
                stack.ClientsFile,
                JsonSerializer.Serialize(BenchExporters.Clients())
            );
            foreach (var service in stack.All)
                service.Start();
            foreach (var service in stack.All)
                await service.UntilReadyAsync();
            await BenchFilings.FeedReferenceAsync(stack);
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    /// <summary>Numbers for filings that no one else has used; returns the first.</summary>
    public int TakeFilings(int count)
    {
        var first = nextFiling;
        nextFiling += count;
        return first;
    }

    /// <summary>The number of a large filing that no one else has used.</summary>
    public int TakeLargeFiling() => nextLargeFiling++;

    /// <summary>A token by client credentials, fetched once.</summary>
    public async Task<string> TokenAsync(string client)
    {
        if (tokens.TryGetValue(client, out var known))
            return known;
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = client,
                ["client_secret"] = client + "-secret",
                ["scope"] = "rebateflow",
            }
        );
        using var answer = await http.PostAsync(new Uri(Identity.Address, "/connect/token"), form);
        answer.EnsureSuccessStatusCode();
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return tokens[client] = body.GetProperty("access_token").GetString()!;
    }

    /// <summary>Cases that Approval has stored.</summary>
    public Task<long> CasesAsync() => ApprovalNumberAsync("SELECT count(*) FROM approval_case");

    public Task UntilCasesAsync(long cases) =>
        BenchServers.UntilCountAsync(ApprovalData, "approval_case", cases);

    public Task<long> ApprovalNumberAsync(string sql) =>
        BenchServers.NumberAsync(ApprovalData, sql);

    public Task<long> IntakeNumberAsync(string sql) => BenchServers.NumberAsync(IntakeData, sql);

    /// <summary>Feeds rows as NDJSON, made as they go; throws when one is refused.</summary>
    public async Task FeedAsync(string feed, IEnumerable<object> rows)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(10) };
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri(Intake.Address, $"/v1/feeds/{feed}")
        )
        {
            Content = new RowsContent(rows),
        };
        request.Headers.Authorization = new("Bearer", await TokenAsync("feed"));
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (
            !answer.IsSuccessStatusCode
            || !text.Contains("\"refusedCount\":0", StringComparison.Ordinal)
        )
            throw new InvalidOperationException(
                $"Feed {feed}: {(int)answer.StatusCode} {text[..Math.Min(2000, text.Length)]}"
            );
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in All)
            service.Dispose();
        await IntakeData.DisposeAsync();
        await ApprovalData.DisposeAsync();
        foreach (var database in databases)
            await database.DisposeAsync();
        await Broker.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private string ClientsFile => Path.Combine(folder, "clients.json");

    private ServiceProcess Service(
        string name,
        int port,
        IReadOnlyDictionary<string, BenchDatabase> made
    ) =>
        new(
            tree,
            $"RebateFlow.{name}",
            port,
            new Dictionary<string, string>
            {
                ["ConnectionStrings__Database"] = made[name].ConnectionString,
                ["ConnectionStrings__Broker"] = Broker.Address.ToString(),
                ["Authentication__Authority"] = $"http://localhost:{identityPort}",
                ["Identity__DemoClientsFile"] = ClientsFile,
                ["Identity__KeyDirectory"] = Path.Combine(folder, "keys"),
                ["RateLimit__RequestsPerSecond"] = "1000000",
            },
            folder
        );

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
