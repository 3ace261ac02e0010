using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using RebateFlow.Integration.Tests.Identity;

namespace RebateFlow.Integration.Tests.Security;

/// <summary>
/// Identity is open by its nature: it is where one comes without a token. So it has no door beside
/// those of OpenID Connect, and they take whatever is thrown at them.
/// </summary>
public sealed class IdentityEndpointTests(IdentityHost identity) : IClassFixture<IdentityHost>
{
    [Fact]
    public async Task Identity_has_no_doors_beside_those_of_openid_connect()
    {
        var document = await identity.Client().GetFromJsonAsync<JsonNode>("/openapi/v1.json");

        // Those of OpenID Connect are told by discovery; any other one has to be walked here.
        Assert.Empty(document!["paths"]!.AsObject());
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "")]
    [InlineData("application/x-www-form-urlencoded", "grant_type=")]
    [InlineData("application/x-www-form-urlencoded", "grant_type=client_credentials&client_id=%FF")]
    [InlineData("application/x-www-form-urlencoded", "grant_type=password&username=a&password=b")]
    [InlineData("application/json", "{\"grant_type\":\"client_credentials\"}")]
    [InlineData("text/plain", "\u0000")]
    public async Task Requests_for_a_token_that_make_no_sense_are_refused(
        string mediaType,
        string body
    )
    {
        using var content = new StringContent(body, Encoding.UTF8, mediaType);

        using var answer = await identity.Client().PostAsync("/connect/token", content);

        Assert.InRange((int)answer.StatusCode, 400, 499);
        Assert.NotEqual(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
