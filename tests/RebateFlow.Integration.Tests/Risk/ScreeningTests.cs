using System.Net;
using System.Text.Json.Nodes;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Risk;

/// <summary>Parties and commodities against the list, through the API.</summary>
public sealed class ScreeningTests(SharedInstallation shared)
{
    [Fact]
    public async Task Ids_prefixes_names_and_aliases_hit_with_score_and_reasons()
    {
        var installation = await shared.GetAsync();
        var key = "91120116MB5CRN001X";
        await installation.ListAsync(
            Named("SUPPLIER", key, "天津市筛测远航国际贸易有限公司", "筛测远航商社")
        );
        await installation.ListAsync(RiskSteps.Entry("COMMODITY", "970529", level: 3));

        var screening = await ScreenAsync(
            installation,
            new
            {
                parties = new object[]
                {
                    new { reference = "id", id = key.ToLowerInvariant() },
                    new { reference = "name", name = "篩測遠航國際貿易股份有限公司" },
                    new { reference = "slip", name = "天津筛测源航国际贸易有限公司" },
                    new { reference = "alias", name = "筛测远航商社" },
                    new { reference = "other", name = "北京筛测远航国际贸易有限公司" },
                    new
                    {
                        reference = "kind",
                        name = "筛测远航商社",
                        kind = "LEGAL_PERSON",
                    },
                },
                commodities = new object[]
                {
                    new { code = "9705290011" },
                    new { code = "9705100000" },
                },
            }
        );

        Assert.Equal(
            [
                "id: 100 ID",
                "name: 95 NAME REGION_MISSING FORM_DIFFERS",
                "slip: 94 NAME HOMOPHONE",
                "alias: 100 NAME ALIAS",
                "other: ",
                "kind: ",
            ],
            screening["parties"]!.AsArray().Select(Shown)
        );
        Assert.Equal([": 100 PREFIX", ": "], screening["commodities"]!.AsArray().Select(Shown));
        Assert.Equal("2026-01-01", screening["weights"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_entry_hits_only_on_its_days()
    {
        var installation = await shared.GetAsync();
        await installation.ListAsync(
            RiskSteps.Entry("COMMODITY", "970610", validTo: "2026-12-31", validFrom: "2026-06-01")
        );
        object On(string day) => new { day, commodities = new[] { new { code = "9706100000" } } };

        var before = await ScreenAsync(installation, On("2026-05-31"));
        var during = await ScreenAsync(installation, On("2026-06-01"));

        Assert.Empty(before["commodities"]![0]!["hits"]!.AsArray());
        Assert.Single(during["commodities"]![0]!["hits"]!.AsArray());
    }

    [Fact]
    public async Task A_request_that_cannot_be_screened_is_refused_with_every_fault()
    {
        var installation = await shared.GetAsync();

        var answer = await installation
            .As(RiskSteps.Editor, installation.Risk)
            .PostAsync(
                "/v1/screenings",
                new
                {
                    threshold = 20,
                    parties = new object?[]
                    {
                        new { reference = "x" },
                        new { reference = "y" },
                        new { name = "a", kind = "COUNTRY" },
                    },
                    commodities = new[] { new { code = "84.71" } },
                }
            );

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("RBF-2011", answer.ProblemCode);
        Assert.Equal(
            ["threshold", "parties[0]", "parties[1]", "parties[2].kind", "commodities[0].code"],
            answer.Json["errors"]!.AsArray().Select(error => error!["field"]!.GetValue<string>())
        );
    }

    private static object Named(string kind, string key, string name, string alias) =>
        new
        {
            kind,
            key,
            name,
            aliases = new[] { alias },
            level = 2,
            reason = "测试",
            authority = "测试税务局",
            document = "测试文件",
            validFrom = "2026-01-01",
        };

    private static async Task<JsonNode> ScreenAsync(Installation installation, object request)
    {
        var answer = await installation
            .As(RiskSteps.Editor, installation.Risk)
            .PostAsync("/v1/screenings", request);
        return answer.Expect(HttpStatusCode.OK).Json;
    }

    private static string Shown(JsonNode? result) =>
        $"{result!["reference"]}: "
        + string.Join(
            "; ",
            result["hits"]!
                .AsArray()
                .Select(hit =>
                    $"{hit!["score"]} "
                    + string.Join(
                        ' ',
                        hit["reasons"]!.AsArray().Select(reason => $"{reason!["code"]}")
                    )
                )
        );
}
