using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Microsoft.AspNetCore.Http;
using Npgsql;
using RebateFlow.Architecture.Tests.Tidy;

namespace RebateFlow.Architecture.Tests;

/// <summary>
/// Decisions know their input and nothing else: no database, broker, HTTP, log or clock. What they
/// need is loaded before and handed in, so each of them can be tested and replayed.
/// </summary>
public sealed class PurityTests
{
    [Theory]
    [InlineData("RebateFlow.RiskScoring.Rules", "RebateFlow.RiskScoring.Rules")]
    [InlineData("RebateFlow.Intake.Checks", "RebateFlow.Intake.Checks")]
    [InlineData("RebateFlow.GreenChannel", "RebateFlow.GreenChannel")]
    [InlineData("RebateFlow.Approval", "RebateFlow.Approval.Channels.FactsOfCase")]
    [InlineData("RebateFlow.Approval.Casework", "RebateFlow.Approval.Casework.Cases")]
    [InlineData("RebateFlow.Approval.Casework", "RebateFlow.Approval.Casework.Policies")]
    [InlineData("RebateFlow.Approval.Casework", "RebateFlow.Approval.Casework.Audit")]
    public void Decisions_know_nothing_of_the_outside(string assembly, string place)
    {
        var types = TypesIn(System.Reflection.Assembly.Load(assembly), place);

        Assert.NotEmpty(types);
        Nothing.In(Purity.Violations(types).Select(violation => violation.ToString()));
    }

    [Theory]
    [InlineData(nameof(AsksTheDatabase))]
    [InlineData(nameof(ReadsTheRequest))]
    [InlineData(nameof(LooksAtTheClock))]
    public void A_decision_that_looks_outside_is_found(string sample)
    {
        var place = $"{typeof(PurityTests).FullName}+{sample}";
        var types = TypesIn(typeof(PurityTests).Assembly, place);

        Assert.NotEmpty(Purity.Violations(types));
    }

    /// <summary>Types of a namespace, or a type with what the compiler nested into it.</summary>
    private static List<IType> TypesIn(System.Reflection.Assembly assembly, string place) =>
        [
            .. new ArchLoader()
                .LoadAssemblies(assembly)
                .Build()
                .Types.Where(type =>
                    type.FullName == place
                    || type.FullName.StartsWith($"{place}.", StringComparison.Ordinal)
                    || type.FullName.StartsWith($"{place}+", StringComparison.Ordinal)
                ),
        ];

    private static class AsksTheDatabase
    {
        public static bool Decide(object facts)
        {
            using var connection = new NpgsqlConnection();
            return facts.Equals(connection);
        }
    }

    private static class ReadsTheRequest
    {
        public static Func<HttpContext, bool> Decide() => http => http.Request.IsHttps;
    }

    private static class LooksAtTheClock
    {
        public static bool Decide(DateTimeOffset limit) => TimeProvider.System.GetUtcNow() > limit;
    }
}
