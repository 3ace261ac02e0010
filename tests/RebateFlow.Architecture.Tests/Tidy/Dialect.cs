using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RebateFlow.Architecture.Tests.Tidy;

/// <summary>One name for one thing in all services.</summary>
public static partial class Dialect
{
    // .NET names the parameters of these, and callers may use the name.
    private static readonly HashSet<string> namedByDotNet =
    [
        "ExecuteAsync",
        "StartingAsync",
        "StartAsync",
        "StartedAsync",
        "StoppingAsync",
        "StopAsync",
        "StoppedAsync",
        "CheckHealthAsync",
        "TryHandleAsync",
    ];

    /// <summary>Parameters by whose type their name is settled, and which have another.</summary>
    public static IEnumerable<Violation> ParameterNames(SourceFile file) =>
        file
            .Root.DescendantNodes()
            .OfType<ParameterSyntax>()
            .Where(parameter =>
                NameFor(parameter.Type?.ToString()) is { } name
                && parameter.Identifier.Text != name
                && !IsNamedByDotNet(parameter)
            )
            .Select(parameter => new Violation(
                "dialect",
                file.Path,
                $"{parameter} at line {SourceFile.LineOf(parameter)}"
            ));

    /// <summary>
    /// Numbers of advisory locks that two files use: what has nothing to do with each other would
    /// wait for each other, and may do so for ever.
    /// </summary>
    public static IEnumerable<Violation> SharedLockNumbers(IEnumerable<SourceFile> files) =>
        files
            .SelectMany(file =>
                LockNumber()
                    .Matches(file.Text)
                    .Select(match => (Number: match.Value.Replace("_", ""), file.Path))
            )
            .Distinct()
            .GroupBy(use => use.Number)
            .Where(uses => uses.Count() > 1)
            .Select(uses => new Violation(
                "dialect",
                string.Join(", ", uses.Select(use => use.Path)),
                $"share the lock {uses.Key}"
            ));

    [GeneratedRegex(@"\b7_?00\d_?\d{3}\b")]
    private static partial Regex LockNumber();

    private static string? NameFor(string? type) =>
        type switch
        {
            "CancellationToken" => "cancel",
            "NpgsqlDataSource" => "database",
            _ => null,
        };

    private static bool IsNamedByDotNet(ParameterSyntax parameter) =>
        parameter.Parent?.Parent is MethodDeclarationSyntax method
        && (
            namedByDotNet.Contains(method.Identifier.Text)
            || method.Modifiers.Any(SyntaxKind.OverrideKeyword)
        );
}
