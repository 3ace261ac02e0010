using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;

namespace RebateFlow.Testing.Servers;

/// <summary>
/// Virtual hosts for tests: queue names are the product's own, so tests that run side by side need
/// a broker each. Made through the management API, else with rabbitmqctl, and removed when the run
/// ends.
/// </summary>
public sealed class RabbitServer : IDisposable
{
    private readonly string prefix = $"rebateflow-test-{Guid.CreateVersion7():N}"[..30];
    private readonly HttpClient? management = NewManagement();
    private int count;

    /// <summary>
    /// AMQP address of a fresh virtual host; remove it as soon as it has served, since each of its
    /// queues holds files open.
    /// </summary>
    public async Task<Uri> CreateVirtualHostAsync()
    {
        var broker = TestSettings.RabbitMq;
        var name = $"{prefix}-{Interlocked.Increment(ref count)}";
        var user = Uri.UnescapeDataString(broker.UserInfo.Split(':')[0]);
        if (management is not null)
        {
            await PutAsync($"api/vhosts/{name}", "{}");
            await PutAsync(
                $"api/permissions/{name}/{user}",
                """{"configure":".*","write":".*","read":".*"}"""
            );
        }
        else
        {
            await RabbitmqctlAsync("add_vhost", name);
            await RabbitmqctlAsync("set_permissions", "-p", name, user, ".*", ".*", ".*");
        }

        return new UriBuilder(broker) { Path = name }.Uri;
    }

    public async Task RemoveAsync(Uri virtualHost)
    {
        var name = virtualHost.AbsolutePath.Trim('/');
        if (management is not null)
            (await management.DeleteAsync($"api/vhosts/{name}")).Dispose();
        else
            await RabbitmqctlAsync("delete_vhost", name);
    }

    public void Dispose() => management?.Dispose();

    private static HttpClient? NewManagement()
    {
        if (TestSettings.RabbitMqManagement is not { } address)
            return null;
        var user = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.UserInfo));
        return new HttpClient
        {
            BaseAddress = new UriBuilder(address) { UserName = "", Password = "" }.Uri,
            DefaultRequestHeaders =
            {
                Authorization = new AuthenticationHeaderValue(
                    "Basic",
                    Convert.ToBase64String(user)
                ),
            },
        };
    }

    private async Task PutAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await management!.PutAsync(path, content);
        response.EnsureSuccessStatusCode();
    }

    private static async Task RabbitmqctlAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("rabbitmqctl", arguments))!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException(
                $"rabbitmqctl {arguments[0]} failed. "
                    + "Set REBATEFLOW_TEST_RABBITMQ_MANAGEMENT instead."
            );
    }
}
