using Microsoft.Extensions.DependencyInjection;

namespace RebateFlow.AppHost;

/// <summary>Writes what a service prints to log/service.log, for want of a browser.</summary>
public static class LogFile
{
    public static string PathOf(string service, string stateFolder) =>
        Path.Combine(stateFolder, "log", $"{service}.log");

    public static async Task FollowAsync(
        DistributedApplication app,
        IResource service,
        string stateFolder,
        CancellationToken cancel
    )
    {
        var path = PathOf(service.Name, stateFolder);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var file = new StreamWriter(path, append: false) { AutoFlush = true };
        var lines = app.Services.GetRequiredService<ResourceLoggerService>();
        try
        {
            await foreach (var batch in lines.WatchAsync(service).WithCancellation(cancel))
            {
                foreach (var line in batch)
                    await file.WriteLineAsync(line.Content);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The end of the run is the end of the log.
        }
    }
}
