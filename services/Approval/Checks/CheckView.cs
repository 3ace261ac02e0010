using System.Globalization;
using System.Text.Json.Serialization;
using RebateFlow.Approval.Casework.Checks;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Checks;

/// <summary>A check apart from the decision. Never for the exporter.</summary>
public sealed record CheckView
{
    public required Guid Id { get; init; }
    public required Guid CaseId { get; init; }
    public required int AttemptNo { get; init; }

    /// <summary>SAMPLE_BEFORE, SAMPLE_AFTER or RE_REVIEW.</summary>
    public required string Kind { get; init; }

    /// <summary>OPEN or CLOSED.</summary>
    public required string State { get; init; }
    public required string Reason { get; init; }

    /// <summary>CNY yuan that were paid, or claimed.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal Rebate { get; init; }

    /// <summary>
    /// CNY yuan that changed facts propose to claim back, two decimals, as text; null where it is
    /// about something else. Nothing is booked by it.
    /// </summary>
    public required string? Proposed { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public required string? ClaimedBy { get; init; }
    public required DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>CLEAN or IRREGULAR; null while it is open.</summary>
    public required string? Outcome { get; init; }

    /// <summary>CNY yuan that should not have been paid, two decimals, as text.</summary>
    public required string? Found { get; init; }
    public required string? Note { get; init; }
    public required string? ClosedBy { get; init; }
    public required DateTimeOffset? ClosedAt { get; init; }
    public required long Version { get; init; }

    public static CheckView Of(Guid caseId, CaseCheck check, bool chinese) =>
        new()
        {
            Id = check.CheckId,
            CaseId = caseId,
            AttemptNo = check.AttemptNo,
            Kind = WireCode.Of(check.Kind),
            State = WireCode.Of(check.State),
            Reason = check.Text.In(chinese),
            Rebate = check.RebateCny,
            Proposed = check.ProposedCny?.ToString("0.00", CultureInfo.InvariantCulture),
            OpenedAt = check.OpenedAt,
            ClaimedBy = check.ClaimedBy,
            LeaseUntil = check.LeaseUntil,
            Outcome = check.Finding is { } finding ? WireCode.Of(finding.Outcome) : null,
            Found = check.Finding?.FoundCny.ToString("0.00", CultureInfo.InvariantCulture),
            Note = check.Finding?.Note,
            ClosedBy = check.ClosedBy,
            ClosedAt = check.ClosedAt,
            Version = check.Version,
        };
}
