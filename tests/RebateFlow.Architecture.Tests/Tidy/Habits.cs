using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RebateFlow.Architecture.Tests.Tidy;

/// <summary>Habits of C# that the compiler cannot hold for us.</summary>
public static partial class Habits
{
    /// <summary>Folders whose figures are money, rates and quantities: decimal only.</summary>
    public static IReadOnlyList<string> ExactFolders { get; } =
    [
        "shared/RebateFlow.Contracts",
        "shared/RebateFlow.GreenChannel",
        "shared/RebateFlow.Primitives",
        "services/RiskScoring.Rules",
        "services/Approval/Channels",
        "services/Approval.Casework",
        "services/Intake.Checks/Form",
        "services/Intake.Checks/Match",
        "services/Intake.Checks/Rule",
        "services/Intake.Checks/Information",
        "services/Intake.Checks/Rates",
        "services/Intake.Checks/Rebates",
    ];

    /// <summary>Every class is sealed unless another one of ours derives from it.</summary>
    public static IEnumerable<Violation> OpenClasses(IReadOnlyCollection<SourceFile> files)
    {
        var bases = files
            .SelectMany(file => file.Root.DescendantNodes().OfType<SimpleBaseTypeSyntax>())
            .Select(type => SimpleName(type.Type))
            .ToHashSet();
        return files.SelectMany(file =>
            file.Root.DescendantNodes()
                .OfType<TypeDeclarationSyntax>()
                .Where(type => type is ClassDeclarationSyntax or RecordDeclarationSyntax)
                .Where(type => !type.IsKind(SyntaxKind.RecordStructDeclaration))
                .Where(type => !type.Modifiers.Any(IsClosing) && type.Identifier.Text != "Program")
                .Where(type => !bases.Contains(type.Identifier.Text))
                .Select(type => new Violation("sealed", file.Path, $"{type.Identifier} is open"))
        );
    }

    /// <summary>
    /// A discard arm over one of our enums would hide a value that is added later.
    /// </summary>
    public static IEnumerable<Violation> DiscardArms(IReadOnlyCollection<SourceFile> files)
    {
        var enums = files
            .SelectMany(file => file.Root.DescendantNodes().OfType<EnumDeclarationSyntax>())
            .Select(type => type.Identifier.Text)
            .ToHashSet();
        return files.SelectMany(file =>
            file.Root.DescendantNodes()
                .OfType<SwitchExpressionSyntax>()
                .Where(expression => expression.Arms.Any(arm => Names(arm.Pattern, enums)))
                .Where(expression =>
                    expression.Arms.Any(arm => arm is { Pattern: DiscardPatternSyntax })
                )
                .Select(expression => new Violation(
                    "discard-arm",
                    file.Path,
                    $"line {SourceFile.LineOf(expression)} hides new values behind _"
                ))
        );
    }

    /// <summary>No double or float, neither as a type nor as a literal.</summary>
    public static IEnumerable<Violation> FloatingPoint(SourceFile file) =>
        file
            .Root.DescendantTokens()
            .Where(token =>
                token.IsKind(SyntaxKind.DoubleKeyword)
                || token.IsKind(SyntaxKind.FloatKeyword)
                || token.Value is double or float
            )
            .Select(token => new Violation(
                "floating-point",
                file.Path,
                $"line {SourceFile.LineOf(token.Parent!)} uses {token.Text}"
            ));

    /// <summary>A catch rethrows or says in a comment why it does not.</summary>
    public static IEnumerable<Violation> SilentCatches(SourceFile file) =>
        file
            .Root.DescendantNodes()
            .OfType<CatchClauseSyntax>()
            .Where(clause => IsGeneral(clause) || clause.Block.Statements.Count == 0)
            .Where(clause => !clause.DescendantNodes().Any(IsThrow))
            .Where(clause => !clause.DescendantTrivia().Any(IsComment))
            .Select(clause => new Violation(
                "silent-catch",
                file.Path,
                $"line {SourceFile.LineOf(clause)} swallows without a reason"
            ));

    /// <summary>
    /// Work left for later names its issue (number sign and number), known faults are not left at
    /// all, and code is deleted, not commented out.
    /// </summary>
    public static IEnumerable<Violation> Comments(SourceFile file)
    {
        if (!file.IsCSharp)
            return file.Lines.SelectMany((line, i) => CommentFaults(file, line, i + 1));

        return file
            .Root.DescendantTrivia()
            .Where(IsComment)
            .SelectMany(trivia =>
            {
                var line = trivia.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
                var text = trivia.ToString();
                return text.TrimEnd().EndsWith(';')
                    ? [new Violation("comments", file.Path, $"line {line} is code in a comment")]
                    : CommentFaults(file, text, line);
            });
    }

    private static IEnumerable<Violation> CommentFaults(SourceFile file, string text, int line)
    {
        // Built from two parts so that this file does not hold the word itself.
        if (text.Contains("FIX" + "ME", StringComparison.Ordinal))
            yield return new("comments", file.Path, $"line {line} leaves a fault for later");
        if (Todo().IsMatch(text) && !TodoWithIssue().IsMatch(text))
            yield return new("comments", file.Path, $"line {line} has a TODO without an issue");
    }

    private static bool IsClosing(SyntaxToken modifier) =>
        modifier.Kind()
            is SyntaxKind.SealedKeyword
                or SyntaxKind.StaticKeyword
                or SyntaxKind.AbstractKeyword;

    private static bool Names(PatternSyntax pattern, HashSet<string> enums) =>
        pattern switch
        {
            ConstantPatternSyntax { Expression: MemberAccessExpressionSyntax member } =>
                enums.Contains(SimpleName(member.Expression)),
            BinaryPatternSyntax either => Names(either.Left, enums) || Names(either.Right, enums),
            ParenthesizedPatternSyntax inner => Names(inner.Pattern, enums),
            _ => false,
        };

    private static string SimpleName(ExpressionSyntax expression) =>
        expression switch
        {
            GenericNameSyntax generic => generic.Identifier.Text,
            SimpleNameSyntax name => name.Identifier.Text,
            QualifiedNameSyntax qualified => SimpleName(qualified.Right),
            MemberAccessExpressionSyntax member => SimpleName(member.Name),
            _ => expression.ToString(),
        };

    private static bool IsGeneral(CatchClauseSyntax clause) =>
        clause.Filter is null
        && (clause.Declaration is null || SimpleName(clause.Declaration.Type) == "Exception");

    private static bool IsThrow(SyntaxNode node) =>
        node is ThrowStatementSyntax or ThrowExpressionSyntax;

    private static bool IsComment(SyntaxTrivia trivia) =>
        trivia.Kind()
            is SyntaxKind.SingleLineCommentTrivia
                or SyntaxKind.MultiLineCommentTrivia
                or SyntaxKind.SingleLineDocumentationCommentTrivia;

    [GeneratedRegex(@"\bTODO\b")]
    private static partial Regex Todo();

    [GeneratedRegex(@"\bTODO \(?#[0-9]+")]
    private static partial Regex TodoWithIssue();
}
