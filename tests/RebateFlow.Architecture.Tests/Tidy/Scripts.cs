using System.Text.RegularExpressions;

namespace RebateFlow.Architecture.Tests.Tidy;

/// <summary>Habits of Bash that keep <c>run</c> readable.</summary>
public static partial class Scripts
{
    /// <summary>
    /// One statement a line: no <c>a; b</c> and no chain of three with <c>&amp;&amp;</c>, in which
    /// an if is hidden. A loop's and a condition's own <c>; do</c> and <c>; then</c> may stay.
    /// </summary>
    public static IEnumerable<Violation> Statements(SourceFile file) =>
        file.IsScript
            ? file
                .Lines.Select((line, i) => (Number: i + 1, Text: Comment().Replace(line, "")))
                .Where(line => IsMany(Quoted().Replace(line.Text, "''")))
                .Select(line => new Violation(
                    "script-statements",
                    file.Path,
                    $"line {line.Number} holds several statements"
                ))
            : [];

    private static bool IsMany(string code) =>
        SecondStatement().IsMatch(code) || Chain().IsMatch(code);

    [GeneratedRegex(@"(^|\s)#.*$")]
    private static partial Regex Comment();

    [GeneratedRegex("'[^']*'|\"[^\"]*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(?<!;);(?![;&])\s*(?!(then|do)\b)\S")]
    private static partial Regex SecondStatement();

    [GeneratedRegex("&&.*&&")]
    private static partial Regex Chain();
}
