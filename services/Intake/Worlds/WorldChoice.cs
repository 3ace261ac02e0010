using System.Security.Claims;
using RebateFlow.Intake.Sandbox;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Worlds;

/// <summary>
/// The one place that chooses between the worlds, where the request enters: by the role of its
/// token.
/// </summary>
public sealed class WorldChoice(World real, World scripted)
{
    /// <summary>The world of an exporter; a sandbox role always wins.</summary>
    public World Of(ClaimsPrincipal user) => user.IsInRole(Roles.SandboxExporter) ? scripted : real;
}

/// <summary>Registration.</summary>
public static class WorldServices
{
    /// <summary>Schemas, beside the real one, that hold the same tables.</summary>
    public static IReadOnlyList<string> Schemas { get; } = [SandboxData.Schema];

    /// <summary>Registers the worlds; Intake itself adds what the real one is made of.</summary>
    public static void AddWorlds(this WebApplicationBuilder builder)
    {
        builder.AddSandbox();
        builder.Services.AddSingleton(services => new WorldChoice(
            RealWorld.Of(services),
            ScriptedWorld.Of(services)
        ));
    }

    /// <summary>Maps what only one of the worlds has.</summary>
    public static void MapWorlds(this WebApplication app) => GetSandboxReceiptKeys.Map(app);
}
