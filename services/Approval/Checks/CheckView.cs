using System.Text.Json.Serialization;
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

    public static CheckView Of(CheckRow row, bool chinese) =>
        new()
        {
            Id = row.CheckId,
            CaseId = row.CaseId,
            AttemptNo = row.AttemptNo,
            Kind = row.Kind,
            State = row.State,
            Reason = chinese ? row.ReasonZh : row.ReasonEn,
            Rebate = row.RebateCny,
            OpenedAt = row.OpenedAt,
            ClaimedBy = row.ClaimedBy,
            LeaseUntil = row.LeaseUntil,
            Outcome = row.Outcome,
            Found = row.FoundCny?.ToString(
                "0.00",
                System.Globalization.CultureInfo.InvariantCulture
            ),
            Note = row.Note,
            ClosedBy = row.ClosedBy,
            ClosedAt = row.ClosedAt,
            Version = row.Version,
        };
}
