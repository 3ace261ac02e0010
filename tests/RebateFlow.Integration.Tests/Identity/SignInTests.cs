using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Tokens;

namespace RebateFlow.Integration.Tests.Identity;

/// <summary>
/// A browser with cookies goes the way from the portal to Identity and back; the portal then
/// exchanges the code. Rendering is not looked at, only what the page says and does.
/// </summary>
public sealed partial class SignInTests(IdentityHost identity) : IClassFixture<IdentityHost>
{
    private const string Callback = "http://localhost:7080/signin-oidc";
    private const string Verifier = "a-verifier-that-is-long-enough-for-the-rules-of-rfc-7636";

    [Fact]
    public async Task A_person_signs_in_and_the_portal_gets_tokens()
    {
        using var browser = identity.Client();

        var back = await SignInAsync(browser, "Officer", "officer-secret");
        var (status, tokens) = await ExchangeAsync(browser, CodeOf(back));

        Assert.Equal(HttpStatusCode.OK, status);
        var claims = PayloadOf(tokens, "access_token");
        Assert.Equal("rebateflow", claims["aud"]!.GetValue<string>());
        Assert.Equal("11200000000", claims["tax_authority"]!.GetValue<string>());
        Assert.Equal("审核岗", PayloadOf(tokens, "id_token")["name"]!.GetValue<string>());
        Assert.NotNull(tokens["refresh_token"]);
    }

    [Fact]
    public async Task A_refresh_token_brings_the_next_access_token()
    {
        using var browser = identity.Client();
        var back = await SignInAsync(browser, "officer", "officer-secret");
        var (_, tokens) = await ExchangeAsync(browser, CodeOf(back));

        var (status, fresh) = await RefreshAsync(browser, tokens);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.NotNull(fresh["access_token"]);
    }

    [Fact]
    public async Task A_stolen_code_ends_what_the_first_use_of_it_brought()
    {
        using var browser = identity.Client();
        var code = CodeOf(await SignInAsync(browser, "officer", "officer-secret"));
        var (_, tokens) = await ExchangeAsync(browser, code);

        var (again, _) = await ExchangeAsync(browser, code);
        var (refresh, _) = await RefreshAsync(browser, tokens);

        Assert.Equal(HttpStatusCode.BadRequest, again);
        Assert.Equal(HttpStatusCode.BadRequest, refresh);
    }

    [Fact]
    public async Task A_code_is_worth_nothing_without_its_verifier()
    {
        using var browser = identity.Client();
        var code = CodeOf(await SignInAsync(browser, "officer", "officer-secret"));

        var (status, _) = await ExchangeAsync(browser, code, Verifier[..^1] + "x");

        Assert.Equal(HttpStatusCode.BadRequest, status);
    }

    [Theory]
    [InlineData("code_challenge", "")]
    [InlineData("code_challenge_method", "plain")]
    [InlineData("redirect_uri", "http://elsewhere.example/signin-oidc")]
    [InlineData("client_id", "feed")]
    public async Task A_request_that_bends_the_rules_leads_nowhere(string parameter, string value)
    {
        using var browser = identity.Client();

        using var answer = await browser.GetAsync(AuthorizeAddress((parameter, value)));

        Assert.DoesNotContain("code=", answer.Headers.Location?.Query ?? "");
        Assert.DoesNotContain("elsewhere", answer.Headers.Location?.ToString() ?? "");
    }

    [Theory]
    [InlineData("en-GB,en;q=0.9,zh;q=0.1", "Sign in to RebateFlow")]
    [InlineData("zh-CN", "登录出口退税预申报系统")]
    [InlineData("fr", "登录出口退税预申报系统")]
    public async Task The_page_speaks_the_readers_language(string languages, string title)
    {
        using var browser = identity.Client();
        browser.DefaultRequestHeaders.Add("Accept-Language", languages);

        var page = await browser.GetStringAsync("/sign-in?returnUrl=https://elsewhere.example/");

        Assert.Contains($"<h1>{title}</h1>", page);
        Assert.DoesNotContain("elsewhere", page);
    }

    [Fact]
    public async Task A_form_that_another_site_made_up_is_refused()
    {
        using var browser = identity.Client();
        using var form = new FormUrlEncodedContent([
            KeyValuePair.Create("userName", "officer"),
            new("password", "officer-secret"),
        ]);

        using var answer = await browser.PostAsync("/sign-in", form);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_an_account()
    {
        using var browser = identity.Client();
        for (var i = 0; i < 5; i++)
            Assert.Null(await SignInAsync(browser, "guessed", "wrong"));

        Assert.Null(await SignInAsync(browser, "guessed", "guessed-secret"));
    }

    /// <returns>Where the portal is called back; null when the page asks once more.</returns>
    private static async Task<Uri?> SignInAsync(HttpClient browser, string name, string password)
    {
        using var first = await browser.GetAsync(AuthorizeAddress());
        var address = first.Headers.Location!;
        var page = await browser.GetStringAsync(address);
        using var form = new FormUrlEncodedContent([
            KeyValuePair.Create("userName", name),
            new("password", password),
            new("__RequestVerificationToken", Antiforgery().Match(page).Groups[1].Value),
        ]);
        using var signedIn = await browser.PostAsync(address, form);
        if (signedIn.StatusCode is not HttpStatusCode.Redirect)
            return null;
        using var back = await browser.GetAsync(signedIn.Headers.Location);
        return back.Headers.Location;
    }

    private static string AuthorizeAddress(params (string Name, string Value)[] changes)
    {
        var parameters = new Dictionary<string, string?>
        {
            ["client_id"] = "portal",
            ["response_type"] = "code",
            ["redirect_uri"] = Callback,
            ["scope"] = "openid profile rebateflow offline_access",
            ["code_challenge"] = Base64UrlEncoder.Encode(
                System.Security.Cryptography.SHA256.HashData(
                    System.Text.Encoding.ASCII.GetBytes(Verifier)
                )
            ),
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
            parameters[name] = value;
        return QueryHelpers.AddQueryString("/connect/authorize", parameters);
    }

    private static string CodeOf(Uri? back)
    {
        Assert.NotNull(back);
        Assert.StartsWith(Callback, back.ToString());
        return QueryHelpers.ParseQuery(back.Query)["code"].ToString();
    }

    private static Task<(HttpStatusCode Status, JsonNode Json)> ExchangeAsync(
        HttpClient http,
        string code,
        string verifier = Verifier
    ) =>
        IdentityHost.TokenAsync(
            http,
            ("grant_type", "authorization_code"),
            ("client_id", "portal"),
            ("code", code),
            ("redirect_uri", Callback),
            ("code_verifier", verifier)
        );

    private static Task<(HttpStatusCode Status, JsonNode Json)> RefreshAsync(
        HttpClient http,
        JsonNode tokens
    ) =>
        IdentityHost.TokenAsync(
            http,
            ("grant_type", "refresh_token"),
            ("client_id", "portal"),
            ("refresh_token", tokens["refresh_token"]!.GetValue<string>())
        );

    private static JsonNode PayloadOf(JsonNode tokens, string kind) =>
        JsonNode.Parse(Base64UrlEncoder.Decode(tokens[kind]!.GetValue<string>().Split('.')[1]))!;

    [GeneratedRegex("__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)")]
    private static partial Regex Antiforgery();
}
