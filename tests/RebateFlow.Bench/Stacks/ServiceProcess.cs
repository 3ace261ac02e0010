using System.Diagnostics;

namespace RebateFlow.Bench.Stacks;

/// <summary>
/// One service as an operating-system process, so that it can be killed and started again.
/// </summary>
internal sealed class ServiceProcess(
    ServiceTree tree,
    string assembly,
    int port,
    IReadOnlyDictionary<string, string> environment,
    string logFolder
) : IDisposable
{
    private Process? process;

    public string Name => assembly;

    public Uri Address { get; } = new($"http://localhost:{port}");

    /// <summary>Starts the built service; the log is appended to <c>assembly.log</c>.</summary>
    public void Start()
    {
        var dll = tree.PathOf(assembly);
        var start = new ProcessStartInfo("dotnet", [dll])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(dll),
        };
        start.Environment["ASPNETCORE_URLS"] = Address.ToString();
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        process = Process.Start(start)!;
        var log = TextWriter.Synchronized(
            new StreamWriter(Path.Combine(logFolder, assembly + ".log"), append: true)
            {
                AutoFlush = true,
            }
        );
        process.OutputDataReceived += (_, line) => log.WriteLine(line.Data);
        process.ErrorDataReceived += (_, line) => log.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Waits until the service says it is ready, at most 5 minutes.</summary>
    /// <exception cref="InvalidOperationException">
    /// It ended, or did not become ready; the message has the end of its log.
    /// </exception>
    public async Task UntilReadyAsync()
    {
        using var http = new HttpClient { BaseAddress = Address };
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromMinutes(5) && process is { HasExited: false })
        {
            await timer.WaitForNextTickAsync();
            try
            {
                using var answer = await http.GetAsync("/health/ready");
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }
        throw new InvalidOperationException($"{Name} is not ready.\n{EndOfLog()}");
    }

    private string EndOfLog() =>
        string.Join('\n', File.ReadLines(Path.Combine(logFolder, $"{Name}.log")).TakeLast(30));

    /// <summary>Resident memory now, MiB.</summary>
    public long ResidentMebibytes()
    {
        process!.Refresh();
        return process.WorkingSet64 / (1024 * 1024);
    }

    /// <summary>Most resident memory since it started, MiB.</summary>
    public long PeakMebibytes()
    {
        process!.Refresh();
        return process.PeakWorkingSet64 / (1024 * 1024);
    }

    /// <summary>SIGKILL: no chance to tidy up.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (process is { HasExited: false })
        {
            process.Kill();
            process.WaitForExit();
        }
        process?.Dispose();
    }
}
