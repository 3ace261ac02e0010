using System.Net.Http.Headers;
using System.Text;

namespace RebateFlow.Bench.Stacks;

/// <summary>
/// A virtual host of its own, so that two stacks with the same queues do not meet; removed on
/// disposal with all its queues.
/// </summary>
/// <param name="Address">AMQP address with user and password.</param>
internal sealed record BenchBroker(Uri Address, Uri Management) : IAsyncDisposable
{
    /// <param name="broker">AMQP address with user and password.</param>
    /// <param name="management">Address of the management API with user and password.</param>
    public static async Task<BenchBroker> CreateAsync(Uri broker, Uri management)
    {
        var name = $"bench-{Guid.CreateVersion7():N}";
        var made = new BenchBroker(new UriBuilder(broker) { Path = name }.Uri, management);
        var user = Uri.UnescapeDataString(broker.UserInfo.Split(':')[0]);
        await made.SendAsync(HttpMethod.Put, $"api/vhosts/{name}", "{}");
        await made.SendAsync(
            HttpMethod.Put,
            $"api/permissions/{name}/{user}",
            """{"configure":".*","write":".*","read":".*"}"""
        );
        return made;
    }

    public async ValueTask DisposeAsync() =>
        await SendAsync(HttpMethod.Delete, $"api/vhosts{Address.AbsolutePath}", "");

    private async Task SendAsync(HttpMethod method, string path, string json)
    {
        using var http = new HttpClient
        {
            BaseAddress = new UriBuilder(Management) { UserName = "", Password = "" }.Uri,
        };
        var user = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(Management.UserInfo));
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(user)
        );
        using var request = new HttpRequestMessage(method, path)
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }
}
