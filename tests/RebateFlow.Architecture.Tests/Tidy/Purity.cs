using ArchUnitNET.Domain;

namespace RebateFlow.Architecture.Tests.Tidy;

/// <summary>
/// What decisions may know: their input. Read from the compiled code, so nothing hides in a using.
/// </summary>
public static class Purity
{
    private static readonly string[] Outside =
    [
        "Dapper",
        "Npgsql",
        "MassTransit",
        "Microsoft.AspNetCore",
        "Microsoft.Extensions.Logging",
        "RebateFlow.Messaging",
        "RebateFlow.ServiceDefaults",
        "System.Data",
        "System.Net",
        "System.TimeProvider",
    ];

    public static IEnumerable<Violation> Violations(IEnumerable<IType> types) =>
        types.SelectMany(type =>
            type.Dependencies.Select(dependency => dependency.Target.FullName)
                .Where(IsOutside)
                .Distinct()
                .Select(target => new Violation("purity", type.FullName, $"knows {target}"))
        );

    private static bool IsOutside(string target) =>
        Outside.Any(name =>
            target == name || target.StartsWith($"{name}.", StringComparison.Ordinal)
        );
}
