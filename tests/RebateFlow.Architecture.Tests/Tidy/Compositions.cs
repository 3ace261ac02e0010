using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RebateFlow.Architecture.Tests.Tidy;

/// <summary>A variant is a composition: what works with it does not ask which one it is.</summary>
public static class Compositions
{
    /// <summary>The one place that chooses between the real world and the scripted one.</summary>
    public const string WorldChoice = "services/Intake/Worlds/WorldChoice.cs";

    private const string Word = "sandbox";

    /// <summary>
    /// Names and texts of a service that name the sandbox. Comments and descriptions of endpoints
    /// explain it to readers; AppHost announces the clients of the demo by their names.
    /// </summary>
    public static IEnumerable<Violation> Sandbox(SourceFile file)
    {
        var isAllowed =
            !file.IsIn("services")
            || file.IsIn("services/Intake/Sandbox")
            || file.IsIn("services/AppHost")
            || file.Path == WorldChoice;
        return isAllowed
            ? []
            : file
                .Root.DescendantTokens()
                .Where(token => token.Text.Contains(Word, StringComparison.OrdinalIgnoreCase))
                .Where(token => !IsDescription(token))
                .Select(token => new Violation(
                    "one-world-choice",
                    $"{file.Path}:{LineOf(token)}",
                    $"names the sandbox: {token.Text}"
                ));
    }

    private static int LineOf(SyntaxToken token) =>
        token.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    private static bool IsDescription(SyntaxToken token) =>
        token
            .Parent?.Ancestors()
            .OfType<InvocationExpressionSyntax>()
            .Any(call =>
                call.Expression
                    is MemberAccessExpressionSyntax { Name.Identifier.Text: "WithDescription" }
                && call.ArgumentList.Span.Contains(token.Span)
            )
        ?? false;
}
