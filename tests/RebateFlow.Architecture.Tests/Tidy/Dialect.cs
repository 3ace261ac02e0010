using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RebateFlow.Architecture.Tests.Tidy;

/// <summary>One name for one thing in all services.</summary>
public static class Dialect
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
