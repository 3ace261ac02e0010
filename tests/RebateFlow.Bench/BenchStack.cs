using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Npgsql;

namespace RebateFlow.Bench;

/// <summary>
/// The real services as processes on databases of their own, with made-up exporters. Everything
/// that the bench does to them goes through their public APIs; it only counts rows by SQL.
/// </summary>
internal sealed class BenchStack : IAsyncDisposable
{
    private readonly List<BenchDatabase> databases = [];
    private readonly Dictionary<string, string> tokens = [];
    private readonly string folder = Directory.CreateTempSubdirectory("rebateflow-bench-").FullName;

    private BenchStack() { }

    public required ServiceProcess Identity { get; init; }
    public required ServiceProcess Intake { get; init; }
    public required ServiceProcess Risk { get; init; }
    public required ServiceProcess Approval { get; init; }
    public required NpgsqlDataSource ApprovalData { get; init; }
    public required NpgsqlDataSource IntakeData { get; init; }

    public IReadOnlyList<ServiceProcess> Workers => [Intake, Risk, Approval];

    /// <summary>Starts all four and waits until they are ready.</summary>
    public static async Task<BenchStack> StartAsync(BenchServers servers)
    {
        var folder = Directory.CreateTempSubdirectory("rebateflow-bench-").FullName;
        var clients = Path.Combine(folder, "clients.json");
        await File.WriteAllTextAsync(clients, JsonSerializer.Serialize(BenchExporters.Clients()));
        var identityPort = FreePort();
        var made = new List<BenchDatabase>();

        async Task<(ServiceProcess, string)> ServiceAsync(string assembly, int port)
        {
            var database = await servers.CreateDatabaseAsync(
                assembly.Split('.')[1].ToLowerInvariant()
            );
            made.Add(database);
            var environment = new Dictionary<string, string>
            {
                ["ConnectionStrings__Database"] = database.ConnectionString,
                ["ConnectionStrings__Broker"] = servers.Broker.ToString(),
                ["Authentication__Authority"] = $"http://localhost:{identityPort}",
                ["Identity__DemoClientsFile"] = clients,
                ["Identity__KeyDirectory"] = Path.Combine(folder, "keys"),
                ["RateLimit__RequestsPerSecond"] = "1000000",
            };
            return (
                new ServiceProcess(assembly, port, environment, folder),
                database.ConnectionString
            );
        }

        var (identity, _) = await ServiceAsync("RebateFlow.Identity", identityPort);
        var (intake, intakeData) = await ServiceAsync("RebateFlow.Intake", FreePort());
        var (risk, _) = await ServiceAsync("RebateFlow.RiskScoring", FreePort());
        var (approval, approvalData) = await ServiceAsync("RebateFlow.Approval", FreePort());
        var stack = new BenchStack
        {
            Identity = identity,
            Intake = intake,
            Risk = risk,
            Approval = approval,
            IntakeData = NpgsqlDataSource.Create(intakeData),
            ApprovalData = NpgsqlDataSource.Create(approvalData),
        };
        stack.databases.AddRange(made);
        try
        {
            foreach (var service in new[] { identity, intake, risk, approval })
                service.Start();
            foreach (var service in new[] { identity, intake, risk, approval })
                await service.UntilReadyAsync();
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

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
        foreach (var service in new[] { Intake, Risk, Approval, Identity })
            service.Dispose();
        await IntakeData.DisposeAsync();
        await ApprovalData.DisposeAsync();
        foreach (var database in databases)
            await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
