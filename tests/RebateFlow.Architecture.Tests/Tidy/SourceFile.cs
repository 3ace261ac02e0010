using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RebateFlow.Architecture.Tests.Tidy;

/// <summary>
/// One text file: its path from the root of the repository, with slashes, and its text.
/// </summary>
public sealed class SourceFile(string path, string text)
{
    private readonly Lazy<SyntaxNode> root = new(() =>
        CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview)).GetRoot()
    );

    public string Path => path;

    public string Text => text;

    public IReadOnlyList<string> Lines { get; } = text.TrimEnd('\n').Split('\n');

    /// <summary>The syntax tree; only of use for C#.</summary>
    public SyntaxNode Root => root.Value;

    public string Name => System.IO.Path.GetFileName(path);

    public bool IsTest => path.StartsWith("tests/", StringComparison.Ordinal);

    public bool IsCSharp => path.EndsWith(".cs", StringComparison.Ordinal);

    public bool IsMarkdown => path.EndsWith(".md", StringComparison.Ordinal);

    /// <summary>The entry <c>run</c> and the Bash files behind it.</summary>
    public bool IsScript => path == "run" || path.EndsWith(".sh", StringComparison.Ordinal);

    public bool IsIn(string folder) => path.StartsWith($"{folder}/", StringComparison.Ordinal);

    /// <summary>First line of a node, counted from 1.</summary>
    public static int LineOf(SyntaxNode node) =>
        node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    public static int LineCountOf(SyntaxNode node)
    {
        var span = node.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }
}
