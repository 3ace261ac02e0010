using System.Text.RegularExpressions;

namespace RebateFlow.Architecture.Tests.Tidy;

/// <summary>
/// What documents point at is there. Paths are given from the root of the repository.
/// </summary>
public static partial class Documents
{
    private static readonly string[] TopFolders =
    [
        "services/",
        "shared/",
        "tests/",
        "k8s/",
        "seeds/",
        ".githooks/",
    ];

    private static readonly string[] AdrHeadings =
    [
        "## Status",
        "## Context",
        "## Decision",
        "## Consequences",
    ];

    /// <summary>Links into the repository, with the heading they name.</summary>
    public static IEnumerable<Violation> Links(SourceFile file, Func<string, string?> headingsOf)
    {
        foreach (var target in Link().Matches(WithoutFences(file)).Select(m => m.Groups[1].Value))
        {
            if (target.Contains("://", StringComparison.Ordinal))
                continue;
            var (path, anchor) = Split(target);
            var resolved = path.Length == 0 ? file.Path : Resolve(file.Path, path);
            var headings = headingsOf(resolved);
            if (headings is null)
                yield return new("links", file.Path, $"links to {target}, which is not there");
            else if (anchor is not null && !Slugs(headings).Contains(anchor))
                yield return new(
                    "links",
                    file.Path,
                    $"links to {target}, which has no such heading"
                );
        }
    }

    /// <summary>
    /// Paths in backticks that begin at a top folder. A decision that was superseded is not edited,
    /// so it goes on naming what was there in its day.
    /// </summary>
    public static IEnumerable<Violation> Paths(SourceFile file, Func<string, bool> exists) =>
        CodePaths(WithoutFences(file))
            .Where(_ => SupersededBy(file) is null)
            .Where(path => !exists(path))
            .Distinct()
            .Select(path => new Violation("paths", file.Path, $"names {path}, which is not there"));

    /// <summary>Each row of the table "Where is…?" answers with at least one path.</summary>
    public static IEnumerable<Violation> WhereIsTable(SourceFile readme, string heading)
    {
        var rows = WhereIsRows(readme, heading).ToList();
        if (rows.Count == 0)
            yield return new("where-is", readme.Path, $"has no table under {heading}");
        foreach (var row in rows.Where(row => !CodePaths(row).Any()))
            yield return new("where-is", readme.Path, $"answers without a path: {row}");
    }

    /// <summary>Paths the table answers with, in order.</summary>
    public static IEnumerable<string> WhereIsPaths(SourceFile readme, string heading) =>
        WhereIsRows(readme, heading).SelectMany(CodePaths);

    /// <summary>Names in the last column of the glossary occur in code, SQL or data.</summary>
    public static IEnumerable<Violation> GlossaryNames(
        SourceFile glossary,
        IReadOnlyCollection<SourceFile> files
    )
    {
        var code = string.Join('\n', files.Where(f => !f.IsMarkdown).Select(f => f.Text));
        return glossary
            .Lines.Where(line => line.StartsWith('|'))
            .SelectMany(line => InlineCode().Matches(line.Split('|')[^2]))
            .Select(match => match.Groups[1].Value)
            .Where(name => !Regex.IsMatch(code, $@"\b{Regex.Escape(name)}\b"))
            .Select(name => new Violation("glossary", glossary.Path, $"{name} is not in the code"));
    }

    /// <summary>
    /// Messages of the contracts and rows of the table "Messages" in the architecture page agree.
    /// </summary>
    public static IEnumerable<Violation> MessageTable(
        SourceFile page,
        IEnumerable<SourceFile> contracts
    )
    {
        var listed = page
            .Lines.Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => InlineCode().Match(line).Groups[1].Value)
            .ToHashSet();
        return contracts
            .Where(file => file.Text.Contains("[MessageUrn(", StringComparison.Ordinal))
            .Select(file => file.Name[..^3])
            .Where(message => !listed.Contains(message))
            .Select(message => new Violation("message-table", page.Path, $"lacks {message}"));
    }

    public static IEnumerable<Violation> AdrForm(SourceFile adr) =>
        AdrHeadings
            .Where(heading => !adr.Lines.Contains(heading))
            .Select(heading => new Violation("adr-form", adr.Path, $"has no \"{heading}\""));

    /// <summary>
    /// A decision that was superseded names the one that did it, which names it in turn ("ADR 6").
    /// </summary>
    public static IEnumerable<Violation> Supersessions(IReadOnlyCollection<SourceFile> adrs)
    {
        foreach (var adr in adrs)
        {
            if (SupersededBy(adr) is not { } number)
                continue;
            var later = adrs.FirstOrDefault(other =>
                other.Name.StartsWith($"{number}-", StringComparison.Ordinal)
            );
            var name = $@"\bADR {int.Parse(adr.Name.AsSpan(0, 4))}\b";
            if (later is null)
                yield return new("adr-status", adr.Path, $"is superseded by {number}, not there");
            else if (!Regex.IsMatch(later.Text, name))
                yield return new("adr-status", later.Path, $"does not name {adr.Name}");
        }
    }

    /// <summary>ADRs are numbered from 0001 without a gap.</summary>
    public static IEnumerable<Violation> AdrNumbers(IEnumerable<SourceFile> adrs) =>
        adrs.OrderBy(adr => adr.Name, StringComparer.Ordinal)
            .Where((adr, i) => !adr.Name.StartsWith($"{i + 1:0000}-", StringComparison.Ordinal))
            .Select(adr => new Violation("adr-numbers", adr.Path, "is out of order"));

    private static IEnumerable<string> WhereIsRows(SourceFile readme, string heading) =>
        readme
            .Lines.SkipWhile(line => line != heading)
            .Skip(1)
            .TakeWhile(line => !line.StartsWith('#'))
            .Where(line => line.StartsWith('|'))
            .Skip(2);

    private static IEnumerable<string> CodePaths(string text) =>
        InlineCode()
            .Matches(text)
            .Select(match => match.Groups[1].Value)
            .Where(code => TopFolders.Any(f => $"{code}/".StartsWith(f, StringComparison.Ordinal)))
            .Where(code => code.IndexOfAny([' ', '<', '*', '{', '…']) < 0)
            .Select(code => code.TrimEnd('/'));

    /// <summary>Number of the decision that superseded this one; null for any other page.</summary>
    private static string? SupersededBy(SourceFile file) =>
        file.IsIn("shared/docs/adr") && Superseded().Match(file.Text) is { Success: true } match
            ? match.Groups[1].Value
            : null;

    private static string WithoutFences(SourceFile file) => Fence().Replace(file.Text, "");

    private static (string Path, string? Anchor) Split(string target)
    {
        var hash = target.IndexOf('#', StringComparison.Ordinal);
        return hash < 0 ? (target, null) : (target[..hash], target[(hash + 1)..]);
    }

    private static string Resolve(string from, string link)
    {
        var parts = from.Split('/').SkipLast(1).ToList();
        foreach (var part in link.TrimEnd('/').Split('/').Where(part => part != "."))
        {
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else
                parts.Add(part);
        }

        return string.Join('/', parts);
    }

    private static IEnumerable<string> Slugs(string markdown) =>
        Heading()
            .Matches(markdown)
            .Select(match => match.Groups[1].Value.Trim().ToLowerInvariant())
            .Select(heading => NotSlug().Replace(heading, "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex InlineCode();

    [GeneratedRegex("^```.*?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex("superseded by ([0-9]{4})", RegexOptions.IgnoreCase)]
    private static partial Regex Superseded();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NotSlug();
}
