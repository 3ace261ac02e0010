using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RebateFlow.Architecture.Tests.Tidy;

/// <summary>
/// A rule is code, a test, cases that an officer can read, and values with their source.
/// </summary>
public static class RiskRules
{
    private const string RuleFolder = "services/RiskScoring.Rules";
    private const string Tests = "tests/RebateFlow.Risk.Tests";

    public static IEnumerable<Violation> Untested(IReadOnlyCollection<SourceFile> files)
    {
        foreach (var rule in Rules(files))
        {
            var name = rule.Name[..^3];
            string[] needed = [$"{Tests}/Rules/{name}Tests.cs", $"{Tests}/Cases/{name}.csv"];
            foreach (var path in needed.Where(path => files.All(file => file.Path != path)))
                yield return new("rule-tests", rule.Path, $"has no {path}");
        }
    }

    public static IEnumerable<Violation> WithoutValues(IReadOnlyCollection<SourceFile> files)
    {
        var newest = files
            .Where(file => file.IsIn("seeds/rule-sets"))
            .MaxBy(file => file.Name, StringComparer.Ordinal);
        return Rules(files)
            .Where(rule => newest?.Text.Contains($"\"{IdOf(rule)}\"") != true)
            .Select(rule => new Violation("rule-sets", rule.Path, $"is not in {newest?.Path}"));
    }

    private static IEnumerable<SourceFile> Rules(IEnumerable<SourceFile> files) =>
        files
            .Where(file => file.IsCSharp && file.IsIn(RuleFolder))
            // Conditions are rules that the risk team writes; their tests are not one a file.
            .Where(file => !file.IsIn($"{RuleFolder}/Conditions"))
            .Where(file =>
                file.Root.DescendantNodes()
                    .OfType<ClassDeclarationSyntax>()
                    .Any(type => type.BaseList?.ToString().Contains("IRiskRule") == true)
            );

    private static string IdOf(SourceFile rule) =>
        rule.Root.DescendantNodes()
            .OfType<PropertyDeclarationSyntax>()
            .Where(property => property.Identifier.Text == "Id")
            .Select(property => property.ExpressionBody?.Expression.ToString().Trim('"'))
            .FirstOrDefault()
        ?? "no id";
}
