using System.Net;
using RebateFlow.Integration.Tests.Risk;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Flows;

/// <summary>
/// The self-inspection form from the watchlist to the officer who reads it, over all services: the
/// exporter is asked, and is not told why.
/// </summary>
public sealed class SelfInspectionTests(SharedInstallation shared)
{
    private static readonly string[] codes =
    [
        "Q01",
        "Q02",
        "Q03",
        "Q04",
        "Q05",
        "Q06",
        "Q07",
        "Q08",
    ];

    [Fact]
    public async Task A_form_is_asked_for_filled_in_and_read()
    {
        var (installation, filing) = await shared.WithFilingAsync(pairs: 1);
        await installation.ListAsync(RiskSteps.Entry("ENTERPRISE", filing.Exporter.Uscc, level: 3));
        var id = await installation.SubmitAsync(filing);
        var opened = await installation.CaseOfAsync(id);
        var caseId = opened["id"]!.GetValue<Guid>();
        var exporter = installation.As(filing.Exporter.Bearer, installation.Intake);
        var path = $"/v1/pre-declarations/{id}/self-inspection";
        var form = await Eventually.GetAsync(async () =>
        {
            var answer = await exporter.GetAsync(path);
            return answer.Expect(HttpStatusCode.OK).Json["isAsked"]!.GetValue<bool>()
                ? answer
                : null;
        });
        Assert.Equal(
            codes,
            form.Json["questions"]!.AsArray().Select(one => one!["code"]!.GetValue<string>())
        );
        Assert.DoesNotContain("关注", form.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("watch", form.Text, StringComparison.OrdinalIgnoreCase);
        await RefusesAsync(installation, path, exporter);

        var filed = (await PutAsync(exporter, path, Filled())).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(1, filed["revisionNo"]!.GetValue<int>());
        var again = (await PutAsync(exporter, path, Filled())).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(1, again["revisionNo"]!.GetValue<int>());

        var officer = installation.As(CaseSteps.Reviewer, installation.Approval);
        var seen = await Eventually.GetAsync(async () =>
            (await officer.GetAsync($"/v1/cases/{caseId}")).Json["selfInspection"]
        );
        Assert.Equal("郑示例", seen["signedBy"]!.GetValue<string>());
        Assert.Equal("NO", seen["answers"]![2]!["answer"]!.GetValue<string>());
        var task = (await officer.GetAsync($"/v1/cases/{caseId}")).Json["openTasks"]![0]!;
        var done = await installation.ClaimAndActAsync(
            CaseSteps.Reviewer,
            caseId,
            $"tasks/{task["taskNo"]}/done",
            new { reason = "read" }
        );
        done.Expect(HttpStatusCode.OK);

        await Eventually.HoldsAsync(async () =>
            (await PutAsync(exporter, path, Filled())).ProblemCode == "RBF-1072"
        );
        await installation.ApproveAsync(caseId);
        await installation.StateBecomesAsync(filing, id, "APPROVED");
    }

    private static async Task RefusesAsync(
        Installation installation,
        string path,
        ApiClient exporter
    )
    {
        var other = installation.As(
            Bearer.Exporter(new SampleExporter(998).Uscc),
            installation.Intake
        );
        Assert.Equal(HttpStatusCode.NotFound, (await PutAsync(other, path, Filled())).Status);
        var wrong = await PutAsync(
            exporter,
            path,
            new
            {
                signedBy = " ",
                answers = new object[]
                {
                    new { code = "Q01", answer = "PERHAPS" },
                    new { code = "Q02", answer = "NO" },
                    new { code = "Q99", answer = "YES" },
                    new { code = "Q01", answer = "YES" },
                },
            }
        );
        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
        Assert.Equal(
            [
                "signedBy",
                "answers[0].answer",
                "answers[1].explanation",
                "answers[2].code",
                "answers[3].code",
                "answers",
            ],
            wrong.Json["errors"]!.AsArray().Select(one => one!["field"]!.GetValue<string>())
        );
    }

    private static object Filled() =>
        new
        {
            signedBy = "郑示例",
            answers = codes.Select(code => new
            {
                code,
                answer = code == "Q03" ? "NO" : "YES",
                explanation = code == "Q03" ? "长期供货，未实地考察" : null,
            }),
        };

    private static Task<ApiAnswer> PutAsync(ApiClient api, string path, object body) =>
        api.SendAsync(
            HttpMethod.Put,
            path,
            new StringContent(
                System.Text.Json.JsonSerializer.Serialize(body),
                System.Text.Encoding.UTF8,
                "application/json"
            )
        );
}
