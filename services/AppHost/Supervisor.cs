using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace RebateFlow.AppHost;

/// <summary>Runs the services until told to stop; marks the moment all are ready.</summary>
public static class Supervisor
{
    /// <summary>A cold start with migrations on a small machine takes a third of this.</summary>
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(2);

    /// <returns>Exit code: 0 after a stop, 1 when a service did not become ready.</returns>
    public static async Task<int> RunAsync(
        DistributedApplication app,
        IReadOnlyList<ExecutableResource> services,
        Settings settings
    )
    {
        var ready = Path.Combine(settings.StateFolder, "ready");
        File.Delete(ready);
        var cancel = app
            .Services.GetRequiredService<IHostApplicationLifetime>()
            .ApplicationStopping;

        await app.StartAsync();
        // A service's lines go by the name it was started under, which it has only now.
        var companions = services
            .Select(service => LogFile.FollowAsync(app, service, settings.StateFolder, cancel))
            .ToList();

        var unready = await FindUnreadyAsync(app, services, cancel);
        if (unready is null)
        {
            companions.Add(Restarts.WatchAsync(app, services, cancel));
            await File.WriteAllTextAsync(ready, Announcement.Of(settings), cancel);
            await app.WaitForShutdownAsync(CancellationToken.None);
            File.Delete(ready);
        }
        else
        {
            await app.StopAsync();
        }

        await Task.WhenAll(companions);
        return unready is null ? 0 : await ExplainAsync(unready, settings);
    }

    private static async Task<string?> FindUnreadyAsync(
        DistributedApplication app,
        IReadOnlyList<ExecutableResource> services,
        CancellationToken cancel
    )
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(ReadyWithin);
        foreach (var service in services)
        {
            try
            {
                await app.ResourceNotifications.WaitForResourceHealthyAsync(
                    service.Name,
                    WaitBehavior.StopOnResourceUnavailable,
                    deadline.Token
                );
            }
            // Its own log says why; the caller only has to know whose log that is.
            catch (Exception failure)
                when (failure is OperationCanceledException or DistributedApplicationException)
            {
                return service.Name;
            }
        }

        return null;
    }

    /// <summary>What killed the service, or else the last lines of its log.</summary>
    private static async Task<int> ExplainAsync(string service, Settings settings)
    {
        const int LinesShown = 8;
        var log = LogFile.PathOf(service, settings.StateFolder);
        var lines = await File.ReadAllLinesAsync(log);
        var fault = Array.FindLastIndex(
            lines,
            line => line.Contains("Unhandled exception", StringComparison.Ordinal)
        );
        var from = fault >= 0 ? fault : Math.Max(0, lines.Length - LinesShown);
        foreach (var line in lines.Skip(from).Take(LinesShown))
            await Console.Error.WriteLineAsync(line);
        await Console.Error.WriteLineAsync($"{service} did not become ready; its log is {log}");
        return 1;
    }
}
