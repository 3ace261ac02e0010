using System.Net;
using System.Text.Json;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Intake;

/// <summary>Officers list the enterprises of their authority, and of no other.</summary>
public sealed class EnterpriseListTests(SharedInstallation shared)
{
    private const string Authority = "13302030000";

    private static readonly Bearer Officer = new(
        "officer-list",
        ["officer.review"],
        null,
        Authority
    );

    private static readonly SampleExporter[] Exporters =
    [
        new(90) { EnterpriseClass = 1 },
        new(91) { EnterpriseClass = 2, Kind = "PE" },
        new(92) { EnterpriseClass = 2 },
        new(93) { EnterpriseClass = 3 },
    ];

    private static readonly string[] All =
    [
        .. Exporters.Select(one => one.Uscc).Order(StringComparer.Ordinal),
    ];

    [Fact]
    public async Task Pages_follow_each_other_and_hold_each_enterprise_of_the_authority_once()
    {
        var api = await OpenAsync();

        var first = (await api.GetAsync("/v1/enterprises?limit=3")).Expect(HttpStatusCode.OK);
        var cursor = first.Json["nextCursor"]!.GetValue<string>();
        var second = await api.GetAsync($"/v1/enterprises?limit=3&cursor={cursor}");

        var rest = CodesOf(second.Expect(HttpStatusCode.OK));
        Assert.Equal(All, CodesOf(first).Concat(rest));
        Assert.Equal(3, CodesOf(first).Count);
        Assert.Null(second.Json["nextCursor"]);
        Assert.NotNull(first.Json["items"]![0]!["name"]);
    }

    [Theory]
    [InlineData("enterpriseClass=2", 91, 92)]
    [InlineData("enterpriseClass=4")]
    [InlineData("kind=PE", 91)]
    [InlineData("kind=FT&enterpriseClass=2", 92)]
    [InlineData("suspended=true", 93)]
    [InlineData("suspended=false", 90, 91, 92)]
    public async Task Filters_leave_what_they_name(string query, params int[] numbers)
    {
        var api = await OpenAsync();

        var answer = await api.GetAsync($"/v1/enterprises?{query}");

        Assert.Equal(
            numbers.Select(number => new SampleExporter(number).Uscc).Order(StringComparer.Ordinal),
            CodesOf(answer.Expect(HttpStatusCode.OK))
        );
    }

    [Fact]
    public async Task The_class_is_the_one_in_force_today()
    {
        var api = await OpenAsync();
        var installation = await shared.GetAsync();
        await installation.Intake.Database.ExecuteAsync(
            $"""
            INSERT INTO enterprise_class (
              uscc, enterprise_class, valid_from, source, reason, set_by, set_at)
            VALUES
              ('{Exporters[0].Uscc}', 1, '2026-04-01', 'OFFICER', 'x', 'y', '2026-04-01Z'),
              ('{Exporters[0].Uscc}', 4, '2027-01-01', 'OFFICER', 'x', 'y', '2026-04-02Z')
            """
        );

        var answer = await api.GetAsync("/v1/enterprises?enterpriseClass=1");

        Assert.Equal([Exporters[0].Uscc], CodesOf(answer.Expect(HttpStatusCode.OK)));
        Assert.Equal(
            "2026-04-01",
            answer.Json["items"]![0]!["enterpriseClassSince"]!.GetValue<string>()
        );
    }

    [Theory]
    [InlineData("enterpriseClass=5", "enterpriseClass")]
    [InlineData("enterpriseClass=one", "enterpriseClass")]
    [InlineData("kind=XX", "kind")]
    [InlineData("suspended=maybe", "suspended")]
    [InlineData("limit=0", "limit")]
    [InlineData("cursor=x", "cursor")]
    public async Task A_wrong_parameter_is_named(string query, string name)
    {
        var api = await OpenAsync();

        var refused = await api.GetAsync($"/v1/enterprises?{query}");

        Assert.Equal(
            (HttpStatusCode.BadRequest, "RBF-1010"),
            (refused.Status, refused.ProblemCode)
        );
        Assert.Equal(name, refused.Json["errors"]![0]!["field"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_exporter_lists_nobody()
    {
        var installation = await shared.GetAsync();

        var refused = await installation
            .As(Exporters[0].Bearer, installation.Intake)
            .GetAsync("/v1/enterprises");

        Assert.Equal("RBF-0403", refused.ProblemCode);
    }

    private async Task<ApiClient> OpenAsync()
    {
        var installation = await shared.GetAsync();
        await installation.FeedAsync("enterprises", Exporters.Select(RowOf));
        return installation.As(Officer, installation.Intake);
    }

    private static object RowOf(SampleExporter exporter)
    {
        var row = JsonSerializer.SerializeToNode(exporter.Row)!;
        row["taxAuthority"] = Authority;
        row["suspended"] = exporter.Number == 93;
        return row;
    }

    private static List<string> CodesOf(ApiAnswer answer) =>
        [.. answer.Json["items"]!.AsArray().Select(item => item!["uscc"]!.GetValue<string>())];
}
