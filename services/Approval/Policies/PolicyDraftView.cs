using System.Text.Json;
using RebateFlow.Approval.Casework.Policies;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Policies;

/// <summary>A policy draft with the figures of its last simulation.</summary>
public sealed record PolicyDraftView
{
    public required Guid Id { get; init; }

    /// <summary>GREEN_CHANNEL, ROUTES or ENROLMENT_CRITERIA.</summary>
    public required string Kind { get; init; }

    /// <summary>DRAFT, APPROVED, ACTIVATED or DISCARDED.</summary>
    public required string State { get; init; }
    public required DatedPolicy Policy { get; init; }
    public required string DraftedBy { get; init; }
    public required DateTimeOffset DraftedAt { get; init; }

    /// <summary>
    /// What it would have changed among past cases; null before the first simulation.
    /// </summary>
    public required JsonElement? Simulation { get; init; }
    public required string? SimulatedBy { get; init; }
    public required DateTimeOffset? SimulatedAt { get; init; }
    public required string? ApprovedBy { get; init; }
    public required DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>Who activated or discarded it.</summary>
    public required string? ClosedBy { get; init; }
    public required DateTimeOffset? ClosedAt { get; init; }
    public required long Version { get; init; }

    public static PolicyDraftView Of(PolicyDraft draft) =>
        new()
        {
            Id = draft.Id,
            Kind = WireCode.Of(draft.Kind),
            State = WireCode.Of(draft.State),
            Policy = draft.Policy,
            DraftedBy = draft.Drafted.Person,
            DraftedAt = draft.Drafted.At,
            Simulation = draft.Simulation is { } json
                ? JsonSerializer.Deserialize<JsonElement>(json)
                : null,
            SimulatedBy = draft.Simulated?.Person,
            SimulatedAt = draft.Simulated?.At,
            ApprovedBy = draft.Approved?.Person,
            ApprovedAt = draft.Approved?.At,
            ClosedBy = draft.Closed?.Person,
            ClosedAt = draft.Closed?.At,
            Version = draft.Version,
        };
}
