using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Shared.Tests.ServiceDefaults;

/// <summary>A service with the defaults and a few endpoints that go wrong.</summary>
public sealed class AnswerLogTests : IAsyncLifetime
{
    private readonly CapturedLog log = new();
    private readonly HttpClient http = new();
    private WebApplication? service;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { EnvironmentName = Environments.Development }
        );
        builder.AddServiceDefaults("test");
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Logging.ClearProviders().AddProvider(log);
        service = builder.Build();
        service.Use(
            (context, next) =>
            {
                if (context.Request.Headers["X-Subject"] is [{ } subject])
                    context.User = new(new ClaimsIdentity([new("sub", subject)], "test"));
                return next(context);
            }
        );
        service.UseServiceDefaults();
        service.MapGet("/throws", Throw).AllowAnonymous();
        service.MapGet("/away", () => Results.StatusCode(503)).AllowAnonymous();
        service.MapGet("/not-yours/{name}", () => Results.StatusCode(403)).AllowAnonymous();
        service.MapPost("/names", (Body body) => Results.Ok(body.Names.Count)).AllowAnonymous();
        service.MapGet("/guarded", () => "in").RequireAuthorization(Roles.Auditor);
        await service.StartAsync();
        http.BaseAddress = new Uri(service.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await service!.DisposeAsync();
    }

    [Theory]
    [InlineData("/throws?a=secret", 500)]
    [InlineData("/away", 503)]
    public async Task A_fault_of_ours_is_logged_once_with_its_trace(string path, int status)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(status, (int)answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonNode>();
        var line = Assert.Single(Errors());
        Assert.Contains(
            problem!["traceId"]!.GetValue<string>(),
            line.Text,
            StringComparison.Ordinal
        );
        Assert.Contains(path.Split('?')[0], line.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line.Text, StringComparison.Ordinal);
        Assert.Equal(status == 500, line.Fault is InvalidOperationException);
    }

    [Theory]
    [InlineData("application/json", """{"names":["a\u0000"]}""", 400)]
    [InlineData("application/json", """{"names":["\ud800"]}""", 400)]
    [InlineData("application/json", """{"names":[null]}""", 400)]
    [InlineData("application/json", """{"names":["a"],"day":"0001-01-01"}""", 400)]
    [InlineData("application/json", """{"names":""", 400)]
    [InlineData("application/json; charset=utf-16", """{"names":["a"]}""", 415)]
    [InlineData("text/plain", """{"names":["a"]}""", 415)]
    [InlineData("application/json", """{"names":["a"],"day":"2026-01-01"}""", 200)]
    public async Task A_clients_fault_is_told_and_is_no_error(string type, string body, int status)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/names");
        request.Headers.Add("X-Subject", "subject-7");
        request.Content = content;
        using var answer = await http.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Empty(Errors());
        if (status == 200)
            return;
        var problem = await answer.Content.ReadFromJsonAsync<JsonNode>();
        Assert.NotEmpty(problem!["detail"]!.GetValue<string>());
        if (status == 415)
            Assert.Contains("application/json", problem.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/away?x=a%00b")]
    [InlineData("/away?a%00b=x")]
    public async Task Nul_in_a_query_goes_no_further(string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(Errors());
    }

    [Theory]
    [InlineData("br")]
    [InlineData("zip")]
    public async Task A_coding_that_nobody_unpacks_is_refused(string coding)
    {
        using var content = JsonContent.Create(new { names = (string[])["a"] });
        content.Headers.ContentEncoding.Add(coding);
        using var answer = await http.PostAsync(new Uri("/names", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.True(answer.Headers.Contains("Accept-Encoding"));
    }

    [Fact]
    public async Task Refusals_are_security_events_by_subject_and_pattern()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/not-yours/Zhang%20San");
        request.Headers.Add("X-Subject", "subject-7");
        using var forbidden = await http.SendAsync(request);
        using var guarded = new HttpRequestMessage(HttpMethod.Get, "/guarded");
        guarded.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "not.a.token");
        using var refused = await http.SendAsync(guarded);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        var events = log.Lines.Where(line => line.Category == "RebateFlow.Security").ToList();
        Assert.Equal(
            ["forbidden 1002", "token-refused 1003", "unauthenticated 1001"],
            events.Select(line => $"{line.Event.Name} {line.Event.Id}")
        );
        Assert.Contains("subject-7", events[0].Text, StringComparison.Ordinal);
        Assert.Contains("/not-yours/{name}", events[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            events,
            line => line.Text.Contains("Zhang", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(
            events,
            line => line.Text.Contains("not.a", StringComparison.Ordinal)
        );
        Assert.Empty(Errors());
    }

    private static IResult Throw() => throw new InvalidOperationException("On purpose.");

    private IEnumerable<CapturedLog.Line> Errors() =>
        log.Lines.Where(line => line.Level >= LogLevel.Error);

    private sealed record Body(IReadOnlyList<string> Names, DateOnly? Day = null);
}
