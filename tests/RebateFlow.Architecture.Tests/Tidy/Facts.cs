using System.Text.RegularExpressions;

namespace RebateFlow.Architecture.Tests.Tidy;

/// <summary>Tables of facts that live filings follow (ADR 24).</summary>
public static partial class Facts
{
    // Tables with a version that filings do not follow: data of the law, which a filing is judged
    // by as on its day, and rows of Intake's own.
    private static readonly HashSet<string> others =
    [
        "reference_version",
        "rate_library_row",
        "exchange_rate",
        "doubt_code",
        "check_setting",
        "policy_period",
        "no_data_effect",
        "voucher_kind",
        "class_criterion",
        "enterprise_change",
        "green_channel_enrolment",
        "pre_declaration",
        "filing_event",
        "webhook",
        "webhook_delivery",
    ];

    /// <summary>
    /// Tables of Intake whose rows others send in versions, and whose changes no trigger notes.
    /// </summary>
    public static IEnumerable<Violation> WithoutTrigger(IEnumerable<SourceFile> files)
    {
        var migrations = files
            .Where(file => file.IsIn("services/Intake/Migrations"))
            .Where(file => file.Path.EndsWith(".sql", StringComparison.Ordinal))
            .ToList();
        var followed = migrations
            .SelectMany(file => NotedTable().Matches(file.Text))
            .Select(match => match.Groups["table"].Value)
            .ToHashSet();
        return from file in migrations
            from Match match in VersionedTable().Matches(file.Text)
            let table = match.Groups["table"].Value
            where !followed.Contains(table) && !others.Contains(table)
            select new Violation("facts", file.Path, $"no trigger notes the changes of {table}");
    }

    [GeneratedRegex(
        @"^CREATE TABLE (?<table>\w+) \((?:(?!^\)).)*?^\s+version\s",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex VersionedTable();

    [GeneratedRegex(@"CREATE TRIGGER \w+ AFTER [^;]*?ON (?<table>\w+) [^;]*?note_fact\(")]
    private static partial Regex NotedTable();
}
