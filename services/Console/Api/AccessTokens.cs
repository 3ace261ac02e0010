using System.Text.Json.Nodes;

namespace RebateFlow.Console.Api;

/// <summary>
/// Access tokens of the demo clients by client credentials, kept until they are about to end.
/// </summary>
public sealed class AccessTokens(HttpClient http, Uri identity, TimeProvider clock)
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, (string Token, DateTimeOffset Until)> tokens = [];

    public async Task<string> GetAsync(string client, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (tokens.TryGetValue(client, out var kept) && now < kept.Until)
            return kept.Token;

        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri(identity, "connect/token")
        )
        {
            Content = new FormUrlEncodedContent(
                new Dictionary<string, string>
                {
                    ["grant_type"] = "client_credentials",
                    ["client_id"] = client,
                    ["client_secret"] = $"{client}-secret",
                    ["scope"] = "rebateflow",
                }
            ),
        };
        using var response = await http.SendAsync(request, cancel);
        var body = await response.Content.ReadAsStringAsync(cancel);
        if (!response.IsSuccessStatusCode)
            throw ApiException.Of(request, (int)response.StatusCode, body);

        var answer = JsonNode.Parse(body)!;
        var token = answer["access_token"]!.GetValue<string>();
        var lifetime = TimeSpan.FromSeconds(answer["expires_in"]?.GetValue<int>() ?? 60);
        tokens[client] = (token, now + lifetime - Margin);
        return token;
    }
}
