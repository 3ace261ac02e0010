using MassTransit;

namespace RebateFlow.Contracts.Intake;

/// <summary>
/// An attempt was fed back to its exporter and did not clear. Published by Intake. An attempt that
/// cleared is announced by <see cref="PreDeclarationCleared"/> instead.
/// </summary>
[MessageUrn("rebateflow:intake:pre-declaration-fed-back:v1")]
[EntityName("rebateflow.intake.pre-declaration-fed-back.v1")]
[MayHaveNoListener]
public sealed record PreDeclarationFedBack
{
    /// <summary>The pre-declaration (UUIDv7).</summary>
    public required Guid PreDeclarationId { get; init; }

    /// <summary>The attempt that was checked, 1 or more.</summary>
    public required int AttemptNo { get; init; }

    /// <summary>Declarant, 18 characters.</summary>
    public required string Uscc { get; init; }

    /// <summary>
    /// BLOCKED (a doubt that nobody may pass) or AWAITING_DATA (vouchers without data yet).
    /// </summary>
    public required string Outcome { get; init; }

    /// <summary>Number of doubts of the attempt, 1 or more.</summary>
    public required int DoubtCount { get; init; }

    /// <summary>When the checks ended, UTC.</summary>
    public required DateTimeOffset FedBackAt { get; init; }
}
