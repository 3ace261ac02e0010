using System.Text.Json;

namespace RebateFlow.Identity.Demo;

/// <summary>
/// One row of <c>seeds/demo/clients.json</c>; its secret is <c>clientId-secret</c>.
/// </summary>
public sealed record DemoClient
{
    private const string FeedRole = "feed";

    public required string ClientId { get; init; }
    public required string[] Roles { get; init; }
    public string? Uscc { get; init; }
    public string? TaxAuthority { get; init; }
    public required string DisplayName { get; init; }

    public string Secret => $"{ClientId}-secret";

    /// <summary>A feed is a machine; everybody else may also sign in by hand.</summary>
    public bool IsPerson => !Roles.Contains(FeedRole);

    /// <exception cref="JsonException">The file is not a list of such rows.</exception>
    public static IReadOnlyList<DemoClient> ReadAll(string file)
    {
        using var stream = File.OpenRead(file);
        return JsonSerializer.Deserialize<DemoClient[]>(stream, JsonSerializerOptions.Web)
            ?? throw new JsonException($"{file} holds null, not a list of clients.");
    }
}
