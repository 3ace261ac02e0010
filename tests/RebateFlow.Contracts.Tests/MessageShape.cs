using System.Reflection;
using System.Text.RegularExpressions;
using MassTransit;

namespace RebateFlow.Contracts.Tests;

/// <summary>
/// What every message must look like. Each rule returns its violations, one sentence each.
/// </summary>
public static partial class MessageShape
{
    private static readonly HashSet<Type> Primitives =
    [
        typeof(string),
        typeof(int),
        typeof(long),
        typeof(bool),
        typeof(decimal),
        typeof(Guid),
        typeof(DateOnly),
        typeof(DateTimeOffset),
        typeof(byte[]),
    ];

    public static IEnumerable<Type> Messages(IEnumerable<Type> types) =>
        types.Where(type => type.GetCustomAttribute<MessageUrnAttribute>() is not null);

    /// <summary>The tail of the URN as golden files carry it: <c>case-opened.v1</c>.</summary>
    public static string GoldenName(Type message)
    {
        var parts = Urn(message).Split(':');
        return $"{parts[^2]}.{parts[^1]}";
    }

    /// <summary>
    /// Owner and name agree between namespace, class, URN and exchange; both are pinned.
    /// </summary>
    public static IEnumerable<string> NamingViolations(Type message)
    {
        var owner = message.Namespace?.Split('.').Last().ToLowerInvariant();
        var name = KebabCase(message.Name);
        var urn = Urn(message);
        if (!UrnPattern().IsMatch(urn) || !urn.StartsWith($"rebateflow:{owner}:{name}:v"))
            yield return $"{message.Name}: the URN is {urn}, not rebateflow:{owner}:{name}:v<n>";

        var exchange = message.GetCustomAttribute<EntityNameAttribute>()?.EntityName;
        if (exchange != urn.Replace(':', '.'))
            yield return $"{message.Name}: the exchange is {exchange ?? "not pinned"}";
    }

    /// <summary>
    /// Primitive types only; records of ours may nest, enums and interfaces may not.
    /// </summary>
    public static IEnumerable<string> TypeViolations(Type record) =>
        record
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => !IsAllowed(property.PropertyType, record.Assembly))
            .Select(property => $"{record.Name}.{property.Name} is a {property.PropertyType}");

    /// <summary>A sealed record without base class, whose members are all init-only.</summary>
    public static IEnumerable<string> ShapeViolations(Type record)
    {
        if (!record.IsSealed || record.BaseType != typeof(object))
            yield return $"{record.Name} is not a sealed class without base";
        if (record.GetMethod("<Clone>$") is null)
            yield return $"{record.Name} is not a record";

        foreach (var property in record.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var isInit = property
                .SetMethod?.ReturnParameter.GetRequiredCustomModifiers()
                .Any(modifier => modifier.Name == "IsExternalInit");
            if (isInit != true)
                yield return $"{record.Name}.{property.Name} can be changed or is not init-only";
        }
    }

    /// <summary>
    /// Records that no message carries: dead weight, or a message that forgot its URN.
    /// </summary>
    public static IEnumerable<Type> Unreachable(
        IReadOnlyCollection<Type> records,
        params Type[] roots
    )
    {
        var seen = new HashSet<Type>();
        var queue = new Queue<Type>(Messages(records).Concat(roots));
        while (queue.TryDequeue(out var next))
        {
            if (!seen.Add(next))
                continue;
            foreach (var property in next.GetProperties())
            {
                var inner = ItemType(property.PropertyType);
                if (inner.Assembly == next.Assembly)
                    queue.Enqueue(inner);
            }
        }

        return records.Where(record => !seen.Contains(record));
    }

    private static bool IsAllowed(Type type, Assembly contracts)
    {
        if (Primitives.Contains(type))
            return true;
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Primitives.Contains(underlying);

        var item = ItemType(type);
        return item != type
            ? IsAllowed(item, contracts)
            : type.Assembly == contracts && type is { IsClass: true, IsSealed: true };
    }

    private static Type ItemType(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
            ? type.GetGenericArguments()[0]
            : type;

    private static string Urn(Type message)
    {
        const string Prefix = "urn:message:";
        var urn = message.GetCustomAttribute<MessageUrnAttribute>()?.Urn.ToString() ?? "none";
        return urn.StartsWith(Prefix, StringComparison.Ordinal) ? urn[Prefix.Length..] : urn;
    }

    private static string KebabCase(string name) =>
        WordStart().Replace(name, "-$1").TrimStart('-').ToLowerInvariant();

    [GeneratedRegex("^rebateflow:(intake|risk|approval):[a-z]+(-[a-z]+)*:v[1-9][0-9]*$")]
    private static partial Regex UrnPattern();

    [GeneratedRegex("([A-Z])")]
    private static partial Regex WordStart();
}
