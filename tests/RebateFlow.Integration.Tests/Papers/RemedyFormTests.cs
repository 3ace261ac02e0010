using System.Net;
using System.Text;
using System.Text.Json;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Papers;

/// <summary>Forms that remedies ask for, filled in by exporters and read by officers.</summary>
public sealed class RemedyFormTests(SharedInstallation shared)
{
    [Fact]
    public async Task A_form_is_listed_filled_in_and_read_by_the_officers_of_its_authority()
    {
        var (installation, api, path) = await OpenAsync();
        var forms = (await api.GetAsync("/v1/forms")).Expect(HttpStatusCode.OK).Json;
        var listed = forms["items"]!.AsArray().Single(form => $"{form!["form"]}" == "fx-receipts")!;
        Assert.Equal(
            "R306 R308 R309 R331",
            string.Join(' ', listed["doubtCodes"]!.AsArray().Select(code => $"{code}"))
        );
        var empty = (await api.GetAsync($"{path}/fx-receipts")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal("0 []", $"{empty["revisionNo"]} {empty["rows"]!.ToJsonString()}");

        var first = await PutAsync(api, $"{path}/fx-receipts", Receipt("100.00"));
        Assert.Equal("1", $"{first.Expect(HttpStatusCode.OK).Json["revisionNo"]}");
        var again = await PutAsync(api, $"{path}/fx-receipts", Receipt("100.00"));
        Assert.Equal("1", $"{again.Expect(HttpStatusCode.OK).Json["revisionNo"]}");
        var second = await PutAsync(api, $"{path}/fx-receipts", Receipt("120.00"));
        Assert.Equal("2", $"{second.Expect(HttpStatusCode.OK).Json["revisionNo"]}");

        var officer = installation.As(CaseSteps.Reviewer, installation.Intake);
        var seen = (await officer.GetAsync($"{path}/fx-receipts")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal("2 1 郑示例", $"{seen["revisionNo"]} {seen["attemptNo"]} {seen["signedBy"]}");
        var row = Assert.Single(seen["rows"]!.AsArray())!;
        Assert.Equal("1 USD 120.00", $"{row["line"]} {row["currency"]} {row["receivedAmount"]}");
    }

    [Fact]
    public async Task What_is_not_right_is_refused_by_column_and_leaves_nothing()
    {
        var (installation, api, path) = await OpenAsync();
        var wrong = await PutAsync(
            api,
            $"{path}/code-adjustment",
            new
            {
                signedBy = "",
                rows = new object[]
                {
                    new
                    {
                        line = 1,
                        declaredCode = "62034290",
                        customsCode = "6203",
                    },
                    new
                    {
                        line = "x",
                        basis = "announcement",
                        more = "?",
                    },
                },
            }
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal("RBF-1121", wrong.ProblemCode);
        Assert.Equal(
            [
                "signedBy",
                "rows[0].customsCode",
                "rows[0].basis",
                "rows[1].more",
                "rows[1].line",
                "rows[1].declaredCode",
                "rows[1].customsCode",
            ],
            wrong.Json["errors"]!.AsArray().Select(one => $"{one!["field"]}")
        );
        var form = (await api.GetAsync($"{path}/code-adjustment")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal("0", $"{form["revisionNo"]}");
        Assert.Equal("RBF-1120", (await PutAsync(api, $"{path}/none", Receipt("1"))).ProblemCode);
        Assert.Equal("RBF-1120", (await api.GetAsync($"{path}/none")).ProblemCode);

        Bearer[] others =
        [
            shared.NewFiling().Exporter.Bearer,
            new("elsewhere", ["officer.review"], null, "13100000000"),
        ];
        foreach (var bearer in others)
        {
            var other = installation.As(bearer, installation.Intake);
            Assert.Equal("RBF-1007", (await other.GetAsync($"{path}/fx-receipts")).ProblemCode);
        }
        var thief = installation.As(others[0], installation.Intake);
        var stolen = await PutAsync(thief, $"{path}/fx-receipts", Receipt("1.00"));
        Assert.Equal("RBF-1007", stolen.ProblemCode);
    }

    [Fact]
    public async Task A_withdrawn_filing_takes_no_form()
    {
        var (_, api, path) = await OpenAsync();
        var withdrawn = await api.PostAsync(
            path.Replace("forms", "withdrawal", StringComparison.Ordinal),
            new { kind = "ERROR", reason = "wrong goods" }
        );
        withdrawn.Expect(HttpStatusCode.OK);
        var refused = await PutAsync(api, $"{path}/fx-receipts", Receipt("1.00"));
        Assert.Equal("RBF-1122", refused.ProblemCode);
    }

    private async Task<(Installation Installation, ApiClient Api, string Path)> OpenAsync()
    {
        var (installation, filing) = await shared.WithFilingAsync();
        var id = await installation.SubmitAsync(filing);
        var api = installation.As(filing.Exporter.Bearer, installation.Intake);
        return (installation, api, $"/v1/pre-declarations/{id}/forms");
    }

    private static object Receipt(string amount) =>
        new
        {
            signedBy = "郑示例",
            rows = new[]
            {
                new
                {
                    line = 1,
                    currency = "USD",
                    receivedAmount = amount,
                    reason = "部分收汇",
                },
            },
        };

    private static Task<ApiAnswer> PutAsync(ApiClient api, string path, object body) =>
        api.SendAsync(
            HttpMethod.Put,
            path,
            new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json")
        );
}
