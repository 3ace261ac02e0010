using System.Globalization;

namespace RebateFlow.Bench.Measuring;

/// <summary>
/// Processor seconds by program since a start, from /proc: where the time of a run went.
/// </summary>
internal sealed class CpuMeter
{
    private const double TicksPerSecond = 100;
    private readonly Dictionary<int, (string Name, long Ticks)> start = Read();

    /// <summary>Seconds used since construction, per program name, largest first.</summary>
    public IReadOnlyList<(string Name, double Seconds)> Used() =>
        [
            .. Read()
                .Select(process =>
                    (
                        process.Value.Name,
                        Ticks: process.Value.Ticks
                            - (start.TryGetValue(process.Key, out var before) ? before.Ticks : 0)
                    )
                )
                .GroupBy(process => process.Name)
                .Select(group => (group.Key, group.Sum(process => process.Ticks) / TicksPerSecond))
                .Where(entry => entry.Item2 >= 0.05)
                .OrderByDescending(entry => entry.Item2),
        ];

    /// <summary>Seconds used since construction by all programs.</summary>
    public double Total => Used().Sum(entry => entry.Seconds);

    public override string ToString() =>
        string.Join(
            ", ",
            Used()
                .Select(entry =>
                    string.Create(CultureInfo.InvariantCulture, $"{entry.Name} {entry.Seconds:F2}s")
                )
        );

    private static Dictionary<int, (string Name, long Ticks)> Read()
    {
        var all = new Dictionary<int, (string Name, long Ticks)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var pid))
                continue;
            try
            {
                var stat = File.ReadAllText(Path.Combine(folder, "stat"));
                var close = stat.LastIndexOf(')');
                var name = stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..close];
                var fields = stat[(close + 2)..].Split(' ');
                var ticks =
                    long.Parse(fields[11], CultureInfo.InvariantCulture)
                    + long.Parse(fields[12], CultureInfo.InvariantCulture);
                all[pid] = (NameOf(pid, name), ticks);
            }
            catch (IOException)
            {
                // The process ended between the listing and the reading.
            }
        }
        return all;
    }

    private static string NameOf(int pid, string name)
    {
        if (!name.StartsWith("dotnet", StringComparison.Ordinal))
            return name;
        var arguments = File.ReadAllText($"/proc/{pid}/cmdline").Split('\0');
        return Path.GetFileNameWithoutExtension(
            arguments.FirstOrDefault(argument =>
                argument.EndsWith(".dll", StringComparison.Ordinal)
            ) ?? name
        );
    }
}
