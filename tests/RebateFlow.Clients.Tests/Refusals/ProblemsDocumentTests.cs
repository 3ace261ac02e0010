using System.Net;
using RebateFlow.Clients.Tests.Documents;
using RebateFlow.ServiceDefaults.Refusals;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Clients.Tests.Refusals;

/// <summary>Every refusal can be looked up: in the catalogue, and where its type leads.</summary>
public sealed class ProblemsDocumentTests(SharedInstallation shared)
{
    [Fact]
    public void The_catalogue_says_what_the_code_says()
    {
        var path = ApiDocuments.InRepository(ProblemsDocument.Path);
        var expected = ProblemsDocument.Write(ProblemsDocument.Codes, ProblemCatalogue.Texts);
        if (Environment.GetEnvironmentVariable("REBATEFLOW_UPDATE_DOCS") == "1")
            File.WriteAllText(path, expected);

        Assert.True(
            File.Exists(path) && File.ReadAllText(path) == expected,
            $"{ProblemsDocument.Path} is stale. Write it anew with "
                + "REBATEFLOW_UPDATE_DOCS=1 dotnet run --project tests/RebateFlow.Clients.Tests"
        );
    }

    [Fact]
    public void A_changed_text_makes_the_catalogue_stale()
    {
        var texts = ProblemCatalogue.Texts.ToDictionary();
        var code = ProblemsDocument.Codes[0].Code;
        texts[code] = texts[code] with { Remedy = new("改", "Something else.") };
        Assert.NotEqual(
            ProblemsDocument.Write(ProblemsDocument.Codes, ProblemCatalogue.Texts),
            ProblemsDocument.Write(ProblemsDocument.Codes, texts)
        );
    }

    [Fact]
    public void Every_code_has_a_text_and_every_text_a_code() =>
        Assert.Equal(ProblemsDocument.Codes.Select(code => code.Code), ProblemCatalogue.Texts.Keys);

    [Fact]
    public void Every_text_is_there_in_both_languages() =>
        Assert.All(
            ProblemCatalogue.Texts.Values.SelectMany(text => new[] { text.Meaning, text.Remedy }),
            text =>
            {
                Assert.Matches(@"\p{IsCJKUnifiedIdeographs}.*。$", text.Zh);
                Assert.Matches(@"^[A-Z/].*\.$", text.En);
            }
        );

    [Fact]
    public async Task The_type_of_a_refusal_leads_to_its_entry()
    {
        var installation = await shared.GetAsync();
        var nobody = Guid.CreateVersion7();
        var refused = await installation
            .As(Bearer.Exporter("91120116MA90DEM10T"), installation.Intake)
            .GetAsync($"/v1/pre-declarations/{nobody}");
        var type = refused.Expect(HttpStatusCode.NotFound).Json["type"]!.GetValue<string>();

        using var browser = new HttpClient { BaseAddress = installation.Intake.Address };
        using var page = await browser.GetAsync(new Uri(type, UriKind.Relative));

        Assert.Equal("/problems/RBF-1007", type);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.StartsWith(
            "default-src 'none'; style-src 'sha256-",
            page.Headers.GetValues("Content-Security-Policy").Single()
        );
        var html = await page.Content.ReadAsStringAsync();
        var text = ProblemCatalogue.Texts["RBF-1007"];
        Assert.Contains(text.Remedy.Zh, html, StringComparison.Ordinal);
        Assert.Contains(text.Remedy.En, html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/problems/RBF-3010")]
    [InlineData("/problems/RBF-9999")]
    [InlineData("/problems/x")]
    public async Task A_service_has_no_entry_of_what_it_never_raises(string path)
    {
        var installation = await shared.GetAsync();
        using var browser = new HttpClient { BaseAddress = installation.Intake.Address };
        using var page = await browser.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
    }

    [Fact]
    public async Task What_the_framework_refuses_has_an_entry_too()
    {
        var installation = await shared.GetAsync();
        using var stranger = new HttpClient { BaseAddress = installation.Risk.Address };
        var refused = await stranger.GetStringAsync(
            new Uri("/problems/RBF-0401", UriKind.Relative)
        );
        Assert.Contains("Get a valid access token first", refused, StringComparison.Ordinal);
    }
}
