namespace RebateFlow.AppHost;

/// <summary>
/// Starts a service again that died, as a cluster would. A service that was stopped from the
/// dashboard ended with code 0 and stays down; one that dies over and over is left for a person.
/// </summary>
public static class Restarts
{
    private const int RestartsPerWindow = 5;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public static async Task WatchAsync(
        DistributedApplication app,
        IReadOnlyList<ExecutableResource> services,
        CancellationToken cancel
    )
    {
        var seen = new HashSet<(string Instance, DateTime? StoppedAt)>();
        var history = services.ToDictionary(service => service.Name, _ => new Queue<DateTime>());
        try
        {
            await foreach (var change in app.ResourceNotifications.WatchAsync(cancel))
            {
                var died = change.Snapshot is { ExitCode: not (null or 0) };
                if (!died || !history.TryGetValue(change.Resource.Name, out var restarts))
                    continue;
                if (!seen.Add((change.ResourceId, change.Snapshot.StopTimeStamp)))
                    continue;
                await StartAgainAsync(app, change, restarts, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Services that end now are meant to.
        }
    }

    private static async Task StartAgainAsync(
        DistributedApplication app,
        ResourceEvent change,
        Queue<DateTime> restarts,
        CancellationToken cancel
    )
    {
        var name = change.Resource.Name;
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        while (restarts.TryPeek(out var oldest) && now - oldest > Window)
            restarts.Dequeue();

        var code = change.Snapshot.ExitCode;
        if (restarts.Count >= RestartsPerWindow)
        {
            Console.Error.WriteLine($"{name} died again (code {code}) and stays down.");
            return;
        }

        restarts.Enqueue(now);
        Console.Error.WriteLine($"{name} died (code {code}) and is started again.");
        await app.ResourceCommands.ExecuteCommandAsync(
            change.ResourceId,
            KnownResourceCommands.StartCommand,
            cancel
        );
    }
}
