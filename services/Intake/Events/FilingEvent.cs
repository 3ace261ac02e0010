using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Events;

/// <summary>A pre-declaration came into a state.</summary>
public sealed record FilingEvent
{
    public required Guid PreDeclarationId { get; init; }

    /// <summary>Version of the pre-declaration; it is the id of the event in a stream.</summary>
    public required long Version { get; init; }
    public required int AttemptNo { get; init; }

    /// <summary>Wire name of the state.</summary>
    public required string State { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>Whether a stream ends with it: what follows is the exporter's own doing.</summary>
    public bool IsLast =>
        WireCode.TryParse(State, out PreDeclarationState state) && PreDeclaration.IsDecided(state);
}
