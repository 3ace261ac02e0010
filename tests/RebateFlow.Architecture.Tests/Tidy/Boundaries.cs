using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RebateFlow.Architecture.Tests.Tidy;

/// <summary>What may stand where, read from the source.</summary>
public static class Boundaries
{
    /// <summary>The one place that picks a channel.</summary>
    public const string ChannelDecision = "shared/RebateFlow.GreenChannel/ChannelDecision.cs";

    private static readonly HashSet<string> Publishing =
    [
        "IBus",
        "IPublishEndpoint",
        "ISendEndpointProvider",
        "ISendEndpoint",
    ];

    /// <summary>
    /// SQL is found by listing *Sql.cs; the outbox and the inbox are the only other place.
    /// </summary>
    public static IEnumerable<Violation> Dapper(SourceFile file)
    {
        var isAllowed =
            file.Name.EndsWith("Sql.cs", StringComparison.Ordinal)
            || file.IsIn("shared/RebateFlow.Messaging")
            || file.IsTest;
        return isAllowed ? [] : Usings(file, "Dapper", "dapper");
    }

    /// <summary>
    /// Messages leave through the outbox only; past it they would be lost with the process.
    /// </summary>
    public static IEnumerable<Violation> DirectPublishing(SourceFile file) =>
        file.IsIn("services")
            ? file
                .Root.DescendantNodes()
                .OfType<IdentifierNameSyntax>()
                .Where(name => Publishing.Contains(name.Identifier.Text))
                .Select(name => Found("outbox-only", file, name, $"uses {name}"))
            : [];

    /// <summary>
    /// A service creates only the messages it owns: the contract's folder is the owner.
    /// </summary>
    public static IEnumerable<Violation> ForeignMessages(IReadOnlyCollection<SourceFile> files)
    {
        var owners = files
            .Where(file => file.IsIn("shared/RebateFlow.Contracts"))
            .Where(file => file.Text.Contains("[MessageUrn(", StringComparison.Ordinal))
            .ToDictionary(file => file.Name[..^3], file => ServiceOf(file.Path.Split('/')[2]));
        return files
            .Where(file => file.IsIn("services"))
            .SelectMany(file =>
                file.Root.DescendantNodes()
                    .OfType<ObjectCreationExpressionSyntax>()
                    .Where(creation => owners.ContainsKey(creation.Type.ToString()))
                    .Where(creation => !IsOf(owners[creation.Type.ToString()], file))
                    .Select(creation =>
                        Found("message-owner", file, creation, $"publishes {creation.Type}")
                    )
            );
    }

    /// <summary>Parts of a service are named after it.</summary>
    private static bool IsOf(string service, SourceFile file) =>
        file.IsIn(service) || file.Path.StartsWith($"{service}.", StringComparison.Ordinal);

    /// <summary>Comparing with a channel is free; naming one as a result is the decision.</summary>
    public static IEnumerable<Violation> ChannelChoices(SourceFile file) =>
        file.IsTest || file.Path == ChannelDecision
            ? []
            : file
                .Root.DescendantNodes()
                .OfType<MemberAccessExpressionSyntax>()
                .Where(access =>
                    access.Expression is IdentifierNameSyntax { Identifier.Text: "Channel" }
                )
                .Where(access => access.Name.Identifier.Text is "Green" or "Standard" or "Enhanced")
                .Where(access => !IsComparison(access))
                .Select(access =>
                    Found("one-channel-decision", file, access, $"produces {access}")
                );

    /// <summary>
    /// Tests wait for a condition, never for time; Eventually is the one place that pauses.
    /// </summary>
    public static IEnumerable<Violation> Pauses(SourceFile file) =>
        file.IsTest && file.Name != "Eventually.cs"
            ? file
                .Root.DescendantNodes()
                .OfType<MemberAccessExpressionSyntax>()
                .Where(access => access.ToString() is "Task.Delay" or "Thread.Sleep")
                .Select(access => Found("no-pauses", file, access, $"waits with {access}"))
            : [];

    /// <summary>A test's name is a sentence; its class is named after what it tests.</summary>
    public static IEnumerable<Violation> TestNames(SourceFile file) =>
        file
            .Root.DescendantNodes()
            .OfType<MethodDeclarationSyntax>()
            .Where(method =>
                method.AttributeLists.SelectMany(list => list.Attributes).Any(IsTestAttribute)
            )
            .SelectMany(method => TestNameFaults(file, method));

    private static IEnumerable<Violation> TestNameFaults(
        SourceFile file,
        MethodDeclarationSyntax method
    )
    {
        var name = method.Identifier.Text;
        if (name.Count(letter => letter == '_') < 2 || !char.IsUpper(name[0]))
            yield return Found("test-names", file, method, $"{name} is not a sentence");
        if (method.Parent is not ClassDeclarationSyntax { Identifier.Text: var type })
            yield break;
        if (!type.EndsWith("Tests", StringComparison.Ordinal))
            yield return Found("test-names", file, method, $"{type} does not end in Tests");
    }

    private static string ServiceOf(string contractsFolder) =>
        contractsFolder == "Risk" ? "services/RiskScoring" : $"services/{contractsFolder}";

    private static IEnumerable<Violation> Usings(SourceFile file, string name, string rule) =>
        file
            .Root.DescendantNodes()
            .OfType<UsingDirectiveSyntax>()
            .Where(directive => directive.Name?.ToString().Split('.')[0] == name)
            .Select(directive => Found(rule, file, directive, $"uses {name}"));

    private static bool IsComparison(MemberAccessExpressionSyntax access) =>
        access.Parent switch
        {
            ConstantPatternSyntax or CaseSwitchLabelSyntax => true,
            BinaryExpressionSyntax binary => binary.Kind()
                is SyntaxKind.EqualsExpression
                    or SyntaxKind.NotEqualsExpression,
            _ => false,
        };

    private static bool IsTestAttribute(AttributeSyntax attribute) =>
        attribute.Name.ToString() is "Fact" or "Theory";

    private static Violation Found(string rule, SourceFile file, SyntaxNode node, string what) =>
        new(rule, file.Path, $"line {SourceFile.LineOf(node)} {what}");
}
