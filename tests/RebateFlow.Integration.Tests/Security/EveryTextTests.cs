using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Integration.Tests.Security;

/// <summary>
/// Every operation of every OpenAPI document gets, from one who may call it, text that no database
/// keeps, days at the ends of the calendar, null in lists, damaged packing, wrong media types, in
/// each place that it has. Each is the client's fault and is told so.
/// </summary>
public sealed partial class EveryTextTests(TestServers servers) : IAsyncLifetime
{
    private const string Nul = "\"a\\u0000b\"";
    private const string Half = "\"a\\ud800b\"";

    private static readonly string[] Days =
    [
        "0001-01-01",
        "9999-12-31",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "01/01/0001",
        "12/31/9999",
    ];

    private readonly Installation installation = new(servers);

    public async ValueTask InitializeAsync() => await installation.InitializeAsync();

    public async ValueTask DisposeAsync() => await installation.DisposeAsync();

    [Theory]
    [InlineData("intake")]
    [InlineData("risk")]
    [InlineData("approval")]
    public async Task Bad_text_is_the_clients_fault_everywhere(string service)
    {
        var (host, operations) = await OperationsAsync(service);
        Assert.NotEmpty(operations);
        var wrong = new List<string>();
        foreach (var operation in operations)
        {
            await QueryAsync(host, operation, wrong);
            if (operation.Body is not null)
                await BodyAsync(host, operation, wrong);
            await PackingAsync(host, operation, wrong);
            await MediaTypeAsync(host, operation, wrong);
        }

        Assert.Equal("", string.Join('\n', wrong.Take(40)));
    }

    private static async Task QueryAsync(IServiceHost host, Operation operation, List<string> wrong)
    {
        foreach (var name in operation.Query.Append("unknown"))
        {
            var days = name == "unknown" ? [] : Days;
            foreach (var value in days.Append("%ED%A0%80").Append("a%00b"))
            {
                var query = $"?{name}={value}";
                var answer = await SendAsync(
                    host,
                    operation,
                    query,
                    operation.Body?.ToJsonString()
                );
                if (
                    Is5xx(answer)
                    || (value == "a%00b" && answer.Status != HttpStatusCode.BadRequest)
                )
                    wrong.Add($"{operation.Name}{query}: {answer.Status} {answer.Text}");
            }
        }
    }

    private static async Task BodyAsync(IServiceHost host, Operation operation, List<string> wrong)
    {
        var body = operation.Body!;
        foreach (var place in OpenApiBodies.Places(body))
        {
            string[] days = [.. Days.Take(2).Select(day => $"\"{day}\"")];
            foreach (var raw in days.Append(Nul).Append(Half).Append("[null]").Append("[[null]]"))
            {
                var text = OpenApiBodies.With(body, place, raw);
                var answer = await SendAsync(host, operation, "", text);
                var mustBe400 = raw is Nul or Half && !operation.IsFeed;
                var isRefused = answer.Status == HttpStatusCode.BadRequest;
                if (Is5xx(answer) || (mustBe400 && !isRefused))
                    wrong.Add($"{operation.Name} {place} {raw}: {answer.Status} {answer.Text}");
                if (operation.IsFeed && raw is Nul or Half && IsTaken(answer))
                    wrong.Add($"{operation.Name} {place} {raw}: taken");
            }
        }
    }

    private static bool IsTaken(ApiAnswer answer) =>
        answer.Status == HttpStatusCode.OK && answer.Json["taken"]?.GetValue<int>() > 0;

    private static async Task PackingAsync(
        IServiceHost host,
        Operation operation,
        List<string> wrong
    )
    {
        foreach (var coding in (string[])["br", "gzip", "deflate", "gzip, br", "zip"])
        {
            if (operation.Method == "GET")
                continue;
            var answer = await SendAsync(
                host,
                operation,
                "",
                "{\"this\":\"is not packed at all\"}",
                ("Content-Encoding", coding)
            );
            var isRefused = (int)answer.Status is 400 or 415;
            if (Is5xx(answer) || (operation.Body is not null && !isRefused))
                wrong.Add($"{operation.Name} {coding}: {answer.Status} {answer.Text}");
        }
    }

    private static async Task MediaTypeAsync(
        IServiceHost host,
        Operation operation,
        List<string> wrong
    )
    {
        if (operation.MediaTypes.Count == 0)
            return;
        foreach (var type in (string[])["text/html", "application/json; charset=utf-16"])
        {
            var answer = await SendAsync(host, operation with { MediaTypes = [type] }, "", "{}");
            var isJson = type.StartsWith("application/json", StringComparison.Ordinal);
            if (isJson ? Is5xx(answer) : answer.Status != HttpStatusCode.UnsupportedMediaType)
                wrong.Add($"{operation.Name} as {type}: {answer.Status} {answer.Text}");
            else if (!isJson && !operation.MediaTypes.Any(answer.Text.Contains))
                wrong.Add($"{operation.Name} as {type} does not say what it takes: {answer.Text}");
        }
    }

    private static bool Is5xx(ApiAnswer answer) => (int)answer.Status >= 500;

    private async Task<(IServiceHost Host, List<Operation> Operations)> OperationsAsync(
        string service
    )
    {
        var (host, listed) = service switch
        {
            "intake" => (installation.Intake, AccessTable.Intake),
            "risk" => (installation.Risk, AccessTable.RiskScoring),
            _ => (installation.Approval, AccessTable.Approval),
        };
        var answer = await new ApiClient(host.Address, null).GetAsync("/openapi/v1.json");
        var document = answer.Expect(HttpStatusCode.OK).Json;
        var bodies = new OpenApiBodies(document);
        var operations = document["paths"]!
            .AsObject()
            .SelectMany(path =>
                path.Value!.AsObject()
                    .Select(method => Read(bodies, path.Key.TrimEnd('/'), method, listed))
            );
        return (host, [.. operations.Where(one => one.Role != AccessTable.Anyone).Select(Admit)]);
    }

    private Operation Admit(Operation operation) =>
        operation with
        {
            Token = installation.Issuer.Issue(
                new Bearer(
                    $"walker-{operation.Role}",
                    [operation.Role],
                    new SampleExporter(99).Uscc,
                    Bearer.Tianjin
                )
            ),
        };

    private static Operation Read(
        OpenApiBodies bodies,
        string path,
        KeyValuePair<string, JsonNode?> method,
        IReadOnlyDictionary<string, string> listed
    )
    {
        var name = $"{method.Key.ToUpperInvariant()} {path}";
        var content = method.Value!["requestBody"]?["content"]?.AsObject();
        var query = (method.Value["parameters"]?.AsArray() ?? [])
            .Where(one => one!["in"]?.GetValue<string>() == "query")
            .Select(one => one!["name"]!.GetValue<string>());
        var schema = content?.FirstOrDefault().Value?["schema"];
        return new Operation(
            name,
            listed[name].Split(' ')[0],
            [.. query],
            [.. content?.Select(one => one.Key) ?? []],
            content is null ? null : bodies.Sample(schema) ?? new JsonObject()
        );
    }

    private static Task<ApiAnswer> SendAsync(
        IServiceHost host,
        Operation operation,
        string query,
        string? body,
        params (string Name, string Value)[] headers
    )
    {
        HttpContent? content = null;
        if (operation.Method != "GET")
        {
            content = new ByteArrayContent(Encoding.UTF8.GetBytes(body ?? "{}"));
            var type = operation.MediaTypes is [var first, ..] ? first : "application/json";
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            foreach (var (name, value) in headers)
                content.Headers.TryAddWithoutValidation(name, value);
        }
        return new ApiClient(host.Address, operation.Token).SendAsync(
            new HttpMethod(operation.Method),
            Parameter().Replace(operation.Path, ValueOf) + query,
            content,
            ("Idempotency-Key", Guid.CreateVersion7().ToString()),
            ("If-Match", "\"1\"")
        );
    }

    private static string ValueOf(Match parameter) =>
        parameter.Value switch
        {
            "{uscc}" => new SampleExporter(98).Uscc,
            "{doubtNo}" or "{letterNo}" or "{taskNo}" or "{number}" => "1",
            "{queue}" => "intake-check-pre-declaration-ordinary_error",
            _ => "01936d5a-8c3e-7b60-9c2f-5d1f6f5f0aff",
        };

    [GeneratedRegex("{[a-zA-Z]+}")]
    private static partial Regex Parameter();

    private sealed record Operation(
        string Name,
        string Role,
        IReadOnlyList<string> Query,
        IReadOnlyList<string> MediaTypes,
        JsonNode? Body
    )
    {
        public string Method => Name.Split(' ')[0];
        public string Path => Name.Split(' ')[1];
        public bool IsFeed => Path.Contains("/feeds/", StringComparison.Ordinal);
        public string? Token { get; init; }
    }
}
