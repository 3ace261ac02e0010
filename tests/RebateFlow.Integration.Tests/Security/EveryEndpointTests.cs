using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Security;

/// <summary>
/// Every endpoint of every OpenAPI document is tried with every role, with no token, with an
/// expired and with a forged one, and with bodies that make no sense. Nobody gets in where they do
/// not belong, and nothing of it makes a service stumble.
/// </summary>
public sealed partial class EveryEndpointTests(SharedInstallation shared)
{
    public static TheoryData<string> Services() => ["intake", "risk", "approval"];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Every_endpoint_is_listed_with_its_roles(string service)
    {
        var (_, doors, listed) = await OpenAsync(service);

        Assert.Equal(listed.Keys.Order(StringComparer.Ordinal), doors);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Only_the_listed_roles_get_in(string service)
    {
        var (host, doors, listed) = await OpenAsync(service);
        var wrong = new List<string>();
        foreach (var throttle in doors.Where(throttle => !IsOpen(listed, throttle)))
        {
            foreach (var role in AccessTable.Roles)
            {
                var answer = await KnockAsync(host, throttle, Token(role));
                var isIn = answer.ProblemCode != "RBF-0403";
                if (isIn != listed.GetValueOrDefault(throttle, "").Split(' ').Contains(role))
                    wrong.Add($"{throttle} as {role}: {answer.Status} {answer.ProblemCode}");
                if ((int)answer.Status >= 500 || answer.Status == HttpStatusCode.Unauthorized)
                    wrong.Add($"{throttle} as {role}: {answer.Status} {answer.Text}");
            }
        }

        Assert.Equal("", string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("officer.review")]
    [InlineData("officer.rereview")]
    [InlineData("officer.approval")]
    [InlineData("officer.evaluation")]
    public async Task An_officer_of_no_tax_authority_reads_nothing_of_risk(string role)
    {
        var (host, doors, listed) = await OpenAsync("risk");
        var issuer = (await shared.GetAsync()).Issuer;
        var theirs = doors.Where(door => listed[door].Split(' ').Contains(role)).ToList();
        Assert.NotEmpty(theirs);
        foreach (var authority in (string?[])[null, ""])
        {
            var token = issuer.Issue(new Bearer($"nowhere-{role}", [role], null, authority));
            foreach (var door in theirs)
            {
                var answer = await KnockAsync(host, door, token);
                Assert.Equal((door, "RBF-0403"), (door, answer.ProblemCode));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Without_a_good_token_nobody_gets_in(string service)
    {
        var (host, doors, listed) = await OpenAsync(service);
        var issuer = (await shared.GetAsync()).Issuer;
        var bearer = new Bearer("nobody", [.. AccessTable.Roles], null, Bearer.Tianjin);
        string?[] tokens =
        [
            null,
            "no-token-at-all",
            issuer.IssueExpired(bearer),
            issuer.IssueForged(bearer),
        ];
        foreach (var throttle in doors.Where(throttle => !IsOpen(listed, throttle)))
        {
            foreach (var token in tokens)
            {
                var answer = await KnockAsync(host, throttle, token);
                Assert.Equal(
                    (throttle, HttpStatusCode.Unauthorized, "RBF-0401"),
                    (throttle, answer.Status, answer.ProblemCode)
                );
            }
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task What_is_open_to_anyone_needs_no_token(string service)
    {
        var (host, doors, listed) = await OpenAsync(service);
        foreach (var throttle in doors.Where(throttle => IsOpen(listed, throttle)))
            Assert.Equal(HttpStatusCode.OK, (await KnockAsync(host, throttle, null)).Status);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Bodies_that_make_no_sense_get_a_problem_and_never_a_5xx(string service)
    {
        var (host, doors, listed) = await OpenAsync(service);
        byte[][] bodies =
        [
            [],
            "{"u8.ToArray(),
            "null"u8.ToArray(),
            "[]"u8.ToArray(),
            "7"u8.ToArray(),
            """{"unknown":1}"""u8.ToArray(),
            """{"reason":7,"decision":[],"action":{}}"""u8.ToArray(),
            [0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D],
            Encoding.UTF8.GetBytes(new string('[', 5000)),
        ];
        var wrong = new List<string>();
        foreach (
            var throttle in doors.Where(throttle =>
                throttle.StartsWith("POST", StringComparison.Ordinal)
            )
        )
        {
            var token = Token(listed.GetValueOrDefault(throttle, "exporter").Split(' ')[0]);
            foreach (var body in bodies)
            {
                var answer = await KnockAsync(host, throttle, token, body);
                if ((int)answer.Status >= 500)
                    wrong.Add($"{throttle} with {Convert.ToHexString(body)}: {answer.Text}");
            }
        }

        Assert.Equal("", string.Join('\n', wrong));
    }

    private async Task<(
        IServiceHost Host,
        List<string> AccessTable,
        IReadOnlyDictionary<string, string> Listed
    )> OpenAsync(string service)
    {
        var installation = await shared.GetAsync();
        var (host, listed) = service switch
        {
            "intake" => (installation.Intake, AccessTable.Intake),
            "risk" => (installation.Risk, AccessTable.RiskScoring),
            _ => (installation.Approval, AccessTable.Approval),
        };
        var document = await new ApiClient(host.Address, null).GetAsync("/openapi/v1.json");
        var doors = document.Expect(HttpStatusCode.OK).Json["paths"]!
            .AsObject()
            .SelectMany(path =>
                path.Value!.AsObject()
                    .Select(method => $"{method.Key.ToUpperInvariant()} {path.Key.TrimEnd('/')}")
            )
            .Order(StringComparer.Ordinal)
            .ToList();
        return (host, doors, listed);
    }

    private static bool IsOpen(IReadOnlyDictionary<string, string> listed, string throttle) =>
        listed.GetValueOrDefault(throttle) == AccessTable.Anyone;

    private string Token(string role) =>
        shared
            .GetAsync()
            .Result.Issuer.Issue(
                new Bearer($"walker-{role}", [role], new SampleExporter(99).Uscc, Bearer.Tianjin)
            );

    private static Task<ApiAnswer> KnockAsync(
        IServiceHost host,
        string throttle,
        string? token,
        byte[]? body = null
    )
    {
        var (method, path) = (throttle.Split(' ')[0], throttle.Split(' ')[1]);
        var content = method == "GET" ? null : new ByteArrayContent(body ?? "{}"u8.ToArray());
        if (content is not null)
        {
            var mediaType = path.Contains("/feeds/") ? "application/x-ndjson" : "application/json";
            content.Headers.ContentType = new(mediaType);
        }

        return new ApiClient(host.Address, token).SendAsync(
            new HttpMethod(method),
            Parameter().Replace(path, ValueOf),
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
}
