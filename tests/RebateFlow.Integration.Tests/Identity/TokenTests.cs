using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace RebateFlow.Integration.Tests.Identity;

public sealed class TokenTests(IdentityHost identity) : IClassFixture<IdentityHost>
{
    [Fact]
    public async Task A_client_gets_a_signed_token_that_says_who_it_is()
    {
        using var http = identity.Client();

        var (status, json) = await IdentityHost.ClientTokenAsync(
            http,
            "exporter-1",
            "exporter-1-secret"
        );

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.InRange(json["expires_in"]!.GetValue<int>(), 3590, 3600);
        var payload = await ValidateAsync(http, json);
        Assert.Equal("exporter-1", payload["sub"]!.GetValue<string>());
        Assert.Equal("天津示例", payload["name"]!.GetValue<string>());
        Assert.Equal("rebateflow", payload["aud"]!.GetValue<string>());
        Assert.Equal("91120116MA90DEM10T", payload["uscc"]!.GetValue<string>());
        Assert.Equal(["exporter"], Texts(payload["role"]!));
        Assert.Null(payload["tax_authority"]);
    }

    [Fact]
    public async Task Several_roles_travel_as_one_list()
    {
        using var http = identity.Client();

        var (_, json) = await IdentityHost.ClientTokenAsync(http, "officer", "officer-secret");

        var payload = await ValidateAsync(http, json);
        Assert.Equal(["officer.review", "auditor"], Texts(payload["role"]!));
        Assert.Equal("11200000000", payload["tax_authority"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("exporter-1", "feed-secret")]
    [InlineData("exporter-1", "")]
    [InlineData("nobody", "nobody-secret")]
    public async Task A_wrong_secret_gets_no_token(string client, string secret)
    {
        using var http = identity.Client();

        var (status, json) = await IdentityHost.ClientTokenAsync(http, client, secret);

        Assert.InRange(status, HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized);
        Assert.NotNull(json["error"]);
        Assert.Null(json["access_token"]);
    }

    [Fact]
    public async Task The_portal_has_no_secret_and_so_no_token_of_its_own()
    {
        using var http = identity.Client();

        var (status, _) = await IdentityHost.TokenAsync(
            http,
            ("grant_type", "client_credentials"),
            ("client_id", "portal")
        );

        Assert.Equal(HttpStatusCode.BadRequest, status);
    }

    [Fact]
    public async Task A_token_outlives_a_restart()
    {
        using var before = identity.Client();
        var (_, json) = await IdentityHost.ClientTokenAsync(before, "feed", "feed-secret");

        using var after = identity.Start();

        await ValidateAsync(after, json);
    }

    [Fact]
    public async Task A_token_of_a_client_leaves_no_row()
    {
        using var http = identity.Client();

        await IdentityHost.ClientTokenAsync(http, "feed", "feed-secret");

        Assert.Equal(0, await identity.CountTokensAsync("feed"));
    }

    /// <summary>As a service does it: by the published keys alone.</summary>
    private static async Task<JsonNode> ValidateAsync(HttpClient http, JsonNode answer)
    {
        var token = answer["access_token"]!.GetValue<string>();
        var keys = new JsonWebKeySet(await http.GetStringAsync("/.well-known/jwks"));
        var verdict = await new JsonWebTokenHandler().ValidateTokenAsync(
            token,
            new TokenValidationParameters
            {
                IssuerSigningKeys = keys.GetSigningKeys(),
                ValidIssuer = "http://localhost/",
                ValidAudience = "rebateflow",
            }
        );
        Assert.True(verdict.IsValid, verdict.Exception?.Message);
        return JsonNode.Parse(Base64UrlEncoder.Decode(token.Split('.')[1]))!;
    }

    private static string[] Texts(JsonNode list) => list.Deserialize<string[]>()!;
}
