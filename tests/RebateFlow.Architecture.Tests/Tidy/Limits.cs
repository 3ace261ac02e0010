using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RebateFlow.Architecture.Tests.Tidy;

/// <summary>
/// The limits by number. A reader should meet no file, method or list that is too long to hold.
/// </summary>
public static class Limits
{
    public const int SourceFileLines = 300;
    public const int TestFileLines = 500;
    public const int ProgramLines = 80;
    public const int ScriptLines = 200;
    public const int LineColumns = 100;
    public const int MethodLines = 60;
    public const int ParameterCount = 6;
    public const int ReadmeLines = 150;
    public const int ArchitectureLines = 200;
    public const int AdrLines = 60;
    public const int RunbookLines = 60;

    public static IEnumerable<Violation> FileLines(SourceFile file)
    {
        var limit = file.Name switch
        {
            "Program.cs" when !file.IsTest => ProgramLines,
            _ when file.IsScript => ScriptLines,
            _ when !file.IsCSharp => int.MaxValue,
            _ => file.IsTest ? TestFileLines : SourceFileLines,
        };
        return OverLimit("file-lines", file, file.Lines.Count, limit, "lines");
    }

    public static IEnumerable<Violation> DocumentLines(SourceFile file)
    {
        var limit = file.Path switch
        {
            "shared/docs/architecture.md" => ArchitectureLines,
            _ when file.Name.StartsWith("README", StringComparison.Ordinal) => ReadmeLines,
            _ when file.IsIn("shared/docs/adr") => AdrLines,
            _ when file.IsIn("shared/docs/runbooks") => RunbookLines,
            _ => int.MaxValue,
        };
        return OverLimit("document-lines", file, file.Lines.Count, limit, "lines");
    }

    public static IEnumerable<Violation> Columns(SourceFile file) =>
        file.IsCSharp || file.IsScript || file.Path.EndsWith(".sql", StringComparison.Ordinal)
            ? file
                .Lines.Select((line, i) => (Number: i + 1, line.Length))
                .Where(line => line.Length > LineColumns)
                .Select(line => new Violation(
                    "line-columns",
                    file.Path,
                    $"line {line.Number} has {line.Length} columns",
                    line.Length
                ))
            : [];

    public static IEnumerable<Violation> Methods(SourceFile file) =>
        file
            .Root.DescendantNodes()
            .Where(node =>
                node
                    is BaseMethodDeclarationSyntax
                        or LocalFunctionStatementSyntax
                        or BasePropertyDeclarationSyntax
            )
            .SelectMany(node =>
                OverLimit(
                    "method-lines",
                    file,
                    SourceFile.LineCountOf(node),
                    MethodLines,
                    $"lines in the member at line {SourceFile.LineOf(node)}"
                )
            );

    /// <summary>
    /// Positional records are data, not collaborators, and may have as many as they need.
    /// </summary>
    public static IEnumerable<Violation> Parameters(SourceFile file) =>
        file
            .Root.DescendantNodes()
            .OfType<ParameterListSyntax>()
            .Where(list => list.Parent is not RecordDeclarationSyntax)
            .SelectMany(list =>
                OverLimit(
                    "parameters",
                    file,
                    list.Parameters.Count,
                    ParameterCount,
                    $"parameters at line {SourceFile.LineOf(list)}"
                )
            );

    private static IEnumerable<Violation> OverLimit(
        string rule,
        SourceFile file,
        int size,
        int limit,
        string unit
    )
    {
        if (size > limit)
            yield return new(rule, file.Path, $"{size} {unit}, the limit is {limit}", size);
    }
}
