using System.Reflection;
using Npgsql;
using RebateFlow.RiskScoring.Rules;
using RebateFlow.RiskScoring.Rules.RuleSets;

namespace RebateFlow.RiskScoring.RuleSets;

/// <summary>
/// Puts the rule sets that came with the service, or those of the folder <c>RuleSets:Folder</c>,
/// into the database at start. Faulty sets stop the start with every fault named.
/// </summary>
public static class InstallRuleSets
{
    /// <summary>Installs the sets that are new. Installed ones stay as they are.</summary>
    /// <exception cref="InvalidOperationException">
    /// A set is faulty, or differs from the installed one of its version.
    /// </exception>
    public static async Task InstallRuleSetsAsync(this WebApplication app)
    {
        var files = ReadFiles(app.Configuration["RuleSets:Folder"]);
        var database = app.Services.GetRequiredService<NpgsqlDataSource>();
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();

        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await RuleSetSql.LockAsync(transaction, CancellationToken.None);
        var installed = await RuleSetSql.DocumentsAsync(transaction, CancellationToken.None);
        var rolledBack = await RuleSetSql.RolledBackAsync(transaction, CancellationToken.None);
        foreach (var ruleSet in Missing(files, installed, rolledBack))
            await RuleSetSql.InsertAsync(transaction, ruleSet, now, CancellationToken.None);
        await transaction.CommitAsync();
    }

    /// <summary>The sets that are to be installed.</summary>
    /// <param name="files">Text by file name.</param>
    /// <param name="installed">Texts that are in the database.</param>
    /// <param name="rolledBack">Versions among them that no longer judge.</param>
    /// <exception cref="InvalidOperationException">
    /// See <see cref="InstallRuleSetsAsync"/>.
    /// </exception>
    public static IReadOnlyList<RuleSet> Missing(
        IReadOnlyDictionary<string, string> files,
        IReadOnlyList<string> installed,
        IReadOnlySet<string> rolledBack
    )
    {
        var faults = new List<string>();
        var known = installed.Select(RuleSetReader.ReadStored).ToDictionary(set => set.Version);
        var missing = new List<RuleSet>();
        foreach (var (name, text) in files)
        {
            var (ruleSet, ownFaults) = RuleSetReader.ReadOlder(text);
            faults.AddRange(ownFaults.Select(fault => $"{name}: {fault}"));
            if (ruleSet is null)
                continue;
            if (!known.TryGetValue(ruleSet.Version, out var same))
                missing.Add(ruleSet);
            else if (same.Document.ToText() != ruleSet.Document.ToText())
                faults.Add(
                    $"{name}: version {ruleSet.Version} is installed with other values; assessments"
                        + " refer to it, so give the changed set a new version and first day"
                );
        }
        RuleSet[] series =
        [
            .. known
                .Values.Where(set => !rolledBack.Contains(set.Version))
                .Concat(missing)
                .OrderBy(set => set.From),
        ];
        faults.AddRange(RuleSetReader.CheckSeries(series));
        // A rule that the last set leaves out would pass without being asked.
        if (series.Length > 0 && missing.Contains(series[^1]))
            faults.AddRange(
                RuleSetReader
                    .Read(series[^1].Document.ToText(), RuleCatalog.All)
                    .Faults.Select(fault => $"{series[^1].Version}: {fault}")
            );
        return faults.Count == 0
            ? missing
            : throw new InvalidOperationException(
                "Rule sets are refused:\n" + string.Join('\n', faults)
            );
    }

    private static Dictionary<string, string> ReadFiles(string? folder)
    {
        if (!string.IsNullOrEmpty(folder))
            return Directory
                .EnumerateFiles(folder, "*.json")
                .ToDictionary(path => Path.GetFileName(path), File.ReadAllText);

        var assembly = Assembly.GetExecutingAssembly();
        return assembly
            .GetManifestResourceNames()
            .Where(name => name.EndsWith(".json", StringComparison.Ordinal))
            .ToDictionary(name => name, name => ReadResource(assembly, name));
    }

    private static string ReadResource(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
