using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RebateFlow.Architecture.Tests.Tidy;

/// <summary>
/// What the pages say of a service's messages and tables is what its code has: registrations of
/// consumers, contracts that it publishes, tables that its migrations make.
/// </summary>
public static partial class ServicePages
{
    /// <summary>The rows "Messages in" and "Messages out" of a service's README.</summary>
    public static IEnumerable<Violation> Messages(
        SourceFile readme,
        IReadOnlyCollection<SourceFile> service,
        IReadOnlyCollection<SourceFile> contracts
    )
    {
        var names = contracts.Where(IsMessage).Select(file => file.Name[..^3]).ToHashSet();
        return Compare(
                readme,
                "Messages in",
                names.Contains,
                Consumers(service).Select(consumer => consumer.Message)
            )
            .Concat(Compare(readme, "Messages out", names.Contains, Published(service, contracts)));
    }

    /// <summary>
    /// The row "Tables" of a service's README names every table and view of its migrations.
    /// </summary>
    public static IEnumerable<Violation> Tables(
        SourceFile readme,
        IEnumerable<SourceFile> service
    ) =>
        Compare(
            readme,
            "Tables",
            _ => true,
            service
                .Where(file => file.Path.EndsWith(".sql", StringComparison.Ordinal))
                .SelectMany(file => CreateTable().Matches(file.Text))
                .Select(match => match.Groups[1].Value)
        );

    /// <summary>
    /// Each row of the table "Messages" of the architecture page names exactly the queues that
    /// consume the message, without their lanes.
    /// </summary>
    public static IEnumerable<Violation> Queues(
        SourceFile page,
        IReadOnlyCollection<SourceFile> services
    )
    {
        var queues = services
            .Where(file => file.Path.StartsWith("services/", StringComparison.Ordinal))
            .GroupBy(file => file.Path.Split('/')[1])
            .SelectMany(service => Consumers([.. service]))
            .ToLookup(consumer => consumer.Message, consumer => consumer.Queue);
        foreach (
            var row in page.Lines.Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        )
        {
            var cells = row.Split('|', StringSplitOptions.TrimEntries);
            var message = cells[1].Trim('`');
            foreach (var fault in Differences(Codes(cells[3]), queues[message]))
                yield return new("queues", page.Path, $"{fault} in the row of {message}");
        }
    }

    /// <summary>The consumers that the files of one service register.</summary>
    public static IEnumerable<RegisteredConsumer> Consumers(IReadOnlyCollection<SourceFile> service)
    {
        var prefix = NameOf(service);
        return service
            .Where(file => file.IsCSharp)
            .SelectMany(file => file.Root.DescendantNodes().OfType<InvocationExpressionSyntax>())
            .Where(IsRegistration)
            .Select(call => new RegisteredConsumer(
                MessageOf(call),
                $"{prefix}-{QueueOf(call, service)}"
            ));
    }

    private static bool IsMessage(SourceFile file) =>
        file.Text.Contains("[MessageUrn(", StringComparison.Ordinal);

    /// <summary>
    /// Contracts in the folder of the service that its code names: each is published by it alone.
    /// </summary>
    private static IEnumerable<string> Published(
        IReadOnlyCollection<SourceFile> service,
        IEnumerable<SourceFile> contracts
    )
    {
        var owner = NameOf(service);
        var code = string.Join('\n', service.Where(file => file.IsCSharp).Select(f => f.Text));
        return contracts
            .Where(IsMessage)
            .Where(file =>
                file.Path.Split('/')[^2].Equals(owner, StringComparison.OrdinalIgnoreCase)
            )
            .Select(file => file.Name[..^3])
            .Where(message => Regex.IsMatch(code, $@"\b{message}\b"));
    }

    /// <summary>The name under which a service joins the bus, such as <c>intake</c>.</summary>
    private static string? NameOf(IEnumerable<SourceFile> service) =>
        service
            .Where(file => file.IsCSharp)
            .SelectMany(file => AddMessaging().Matches(file.Text))
            .Select(match => match.Groups[1].Value)
            .FirstOrDefault();

    private static bool IsRegistration(InvocationExpressionSyntax call) =>
        call.Expression
            is MemberAccessExpressionSyntax
            {
                Name: GenericNameSyntax
                {
                    Identifier.Text: "Consume" or "ConsumeInGroups",
                    TypeArgumentList.Arguments.Count: 2
                }
            };

    private static string MessageOf(InvocationExpressionSyntax call) =>
        ((GenericNameSyntax)((MemberAccessExpressionSyntax)call.Expression).Name)
            .TypeArgumentList.Arguments[0]
            .ToString()
            .Split('.')[^1];

    private static string QueueOf(
        InvocationExpressionSyntax call,
        IEnumerable<SourceFile> service
    ) =>
        call.ArgumentList.Arguments[0].Expression switch
        {
            LiteralExpressionSyntax literal => literal.Token.ValueText,
            MemberAccessExpressionSyntax constant => ConstantOf(constant, service),
            var other => other.ToString(),
        };

    private static string ConstantOf(
        MemberAccessExpressionSyntax constant,
        IEnumerable<SourceFile> service
    ) =>
        service
            .Where(file => file.Name == $"{constant.Expression}.cs")
            .SelectMany(file => file.Root.DescendantNodes().OfType<VariableDeclaratorSyntax>())
            .Where(field => field.Identifier.Text == constant.Name.Identifier.Text)
            .Select(field => field.Initializer?.Value)
            .OfType<LiteralExpressionSyntax>()
            .Select(literal => literal.Token.ValueText)
            .FirstOrDefault(constant.ToString());

    private static IEnumerable<Violation> Compare(
        SourceFile readme,
        string title,
        Func<string, bool> counts,
        IEnumerable<string> code
    )
    {
        var row = readme.Lines.FirstOrDefault(line =>
            line.StartsWith($"| {title} |", StringComparison.Ordinal)
        );
        if (row is null)
            return [new("service-pages", readme.Path, $"has no row \"{title}\"")];
        return Differences(Codes(row).Where(counts), code)
            .Select(fault => new Violation(
                "service-pages",
                readme.Path,
                $"{fault} in \"{title}\""
            ));
    }

    private static IEnumerable<string> Differences(
        IEnumerable<string> page,
        IEnumerable<string> code
    )
    {
        var told = page.ToHashSet();
        var there = code.ToHashSet();
        return there
            .Except(told)
            .Order()
            .Select(name => $"lacks {name}")
            .Concat(told.Except(there).Order().Select(name => $"names {name}, which is not there"));
    }

    private static IEnumerable<string> Codes(string text) =>
        InlineCode().Matches(text).Select(match => match.Groups[1].Value);

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\bCREATE (?:TABLE|VIEW) (\w+)", RegexOptions.IgnoreCase)]
    private static partial Regex CreateTable();

    [GeneratedRegex(@"\.AddMessaging\(\s*""([\w-]+)""")]
    private static partial Regex AddMessaging();
}

/// <summary>A message and the queue, without its lane, on which a service consumes it.</summary>
public sealed record RegisteredConsumer(string Message, string Queue);
