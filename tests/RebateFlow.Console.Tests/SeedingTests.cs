using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using RebateFlow.Console.Api;
using RebateFlow.Console.Seeding;

namespace RebateFlow.Console.Tests;

/// <summary>
/// Seeding touches only what it made, and what a person left undone does not stop it. The services
/// are played by lists; every request that changes something is noted.
/// </summary>
public sealed class SeedingTests : IDisposable
{
    private static readonly Uri service = new("http://service.test/");

    private readonly Services services = new();
    private readonly HttpClient http;
    private readonly ApiClient api;
    private readonly SeedFolder seeds;
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public SeedingTests()
    {
        http = new HttpClient(services);
        api = new ApiClient(http, new AccessTokens(http, service, TimeProvider.System));
        Directory.CreateDirectory(Path.Combine(folder, "reference"));
        Directory.CreateDirectory(Path.Combine(folder, "demo"));
        File.WriteAllText(
            Path.Combine(folder, "reference", "watchlist.csv"),
            "kind,key,name_zh,level,reason_zh,reason_en,authority,document,valid_from,valid_to\n"
                + "COMMODITY,8517,手机,1,由,why,局,文,2026-01-01,\n"
        );
        File.WriteAllText(
            Path.Combine(folder, "demo", "enrolments.json"),
            """[{"uscc": "U1", "validFrom": "2026-01-01", "reason": "样例"}]"""
        );
        seeds = new SeedFolder(folder);
    }

    public void Dispose()
    {
        http.Dispose();
        services.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task An_entry_that_is_not_there_is_drafted_and_approved()
    {
        Assert.Equal(new FeedResult(1, 0), await SeedWatchlistAsync());
        Assert.Equal(["POST entries", "POST e1/approval"], services.Changes);
    }

    [Theory]
    [InlineData("APPROVED", null, 1, false)]
    [InlineData("APPROVED", "REVISE", 1, false)]
    [InlineData("APPROVED", "RETIRE", 1, false)]
    [InlineData(null, "ADD", 4, false)]
    [InlineData(null, null, 1, false)]
    [InlineData(null, "ADD", 1, true)]
    public async Task Of_what_waits_only_an_own_draft_is_approved(
        string? approved,
        string? pending,
        int level,
        bool isTaken
    )
    {
        services.Entries.Add(Entry(approved, pending, level));

        var result = await SeedWatchlistAsync();

        Assert.Equal(isTaken ? new FeedResult(1, 0) : new FeedResult(0, 1), result);
        Assert.Equal(isTaken ? ["POST e1/approval"] : [], services.Changes);
    }

    [Fact]
    public async Task A_refusal_by_a_person_who_was_faster_is_no_failure()
    {
        services.Entries.Add(Entry(null, "ADD", 1));
        services.Refusal = HttpStatusCode.PreconditionFailed;

        Assert.Equal(new FeedResult(0, 1), await SeedWatchlistAsync());
    }

    [Fact]
    public async Task A_service_that_fails_does_stop_it()
    {
        services.Refusal = HttpStatusCode.InternalServerError;

        await Assert.ThrowsAsync<ApiException>(SeedWatchlistAsync);
    }

    [Theory]
    [InlineData("DRAFT", "样例", true)]
    [InlineData("DRAFT", "本人起草", false)]
    [InlineData("APPLIED", "样例", false)]
    [InlineData("ENDED", "样例", false)]
    [InlineData("LIVE", "样例", false)]
    public async Task Of_enrolments_only_an_own_draft_is_approved(
        string state,
        string reason,
        bool isTaken
    )
    {
        services.Enrolments.Add(
            new JsonObject
            {
                ["id"] = "n1",
                ["version"] = 1,
                ["state"] = state,
                ["uscc"] = "U1",
                ["validFrom"] = "2026-01-01",
                ["reason"] = reason,
                ["appliedBy"] = null,
            }
        );

        await EnrolmentSeeding.RunAsync(new PolicyApi(api, service), seeds, default);

        Assert.Equal(isTaken ? ["POST n1/approval"] : [], services.Changes);
    }

    private Task<FeedResult> SeedWatchlistAsync() =>
        WatchlistSeeding.RunAsync(
            new RiskApi(api, service, new Eventually(TimeProvider.System)),
            seeds,
            default
        );

    private static JsonObject Entry(string? approved, string? pending, int level) =>
        new()
        {
            ["id"] = "e1",
            ["version"] = 1,
            ["kind"] = "COMMODITY",
            ["key"] = "8517",
            ["approved"] = approved is null ? null : Step("ADD", level),
            ["pending"] = pending is null ? null : Step(pending, level),
        };

    private static JsonObject Step(string change, int level) =>
        new()
        {
            ["change"] = change,
            ["content"] = new JsonObject
            {
                ["kind"] = "COMMODITY",
                ["key"] = "8517",
                ["name"] = "手机",
                ["level"] = level,
                ["reason"] = "由 why",
                ["authority"] = "局",
                ["document"] = "文",
                ["evidence"] = "",
                ["validFrom"] = "2026-01-01",
                ["validTo"] = null,
            },
        };

    /// <summary>Answers as the services would.</summary>
    private sealed class Services : HttpMessageHandler
    {
        public List<JsonObject> Entries { get; } = [];
        public List<JsonObject> Enrolments { get; } = [];
        public List<string> Changes { get; } = [];
        public HttpStatusCode? Refusal { get; set; }

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var path = request.RequestUri!.AbsolutePath;
            if (path == "/connect/token")
                return Json("""{"access_token": "t", "expires_in": 600}""");
            if (request.Method == HttpMethod.Get)
            {
                var items = path.EndsWith("entries", StringComparison.Ordinal)
                    ? Entries
                    : Enrolments;
                var copies = items.Select(one => one.DeepClone()).ToArray();
                return Json(new JsonObject { ["items"] = new JsonArray(copies) }.ToJsonString());
            }
            if (Refusal is { } status)
                return new(status) { Content = new StringContent("{}"), RequestMessage = request };
            Changes.Add(
                $"{request.Method} {string.Join('/', path.Split('/').TakeLast(2))}".Replace(
                    "watchlist/",
                    "",
                    StringComparison.Ordinal
                )
            );
            var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!;
            (body["id"], body["version"]) = ("e1", 1);
            return Json(body.ToJsonString());
        }

        private static HttpResponseMessage Json(string text) =>
            new(HttpStatusCode.OK)
            {
                Content = new StringContent(text, Encoding.UTF8, "application/json"),
            };
    }
}
