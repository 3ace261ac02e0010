using System.Text.Json.Serialization;

namespace RebateFlow.Intake.Webhooks;

/// <summary>A webhook as its exporter sees it.</summary>
public sealed record WebhookView
{
    public required Guid Id { get; init; }
    public required string Url { get; init; }
    public required string Description { get; init; }

    /// <summary>Types of events that are sent.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>Whether anything is sent.</summary>
    public required bool IsActive { get; init; }

    /// <summary>
    /// EXPORTER (stopped by yourself), GONE (the target answered 410) or FAILING (a delivery failed
    /// over its whole schedule and nothing got through meanwhile); absent while it is active.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DisabledReason { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>First failure since the target last took anything; absent while it does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>
    /// whsec_ and base64; only in the answers that make it. It signs as Standard Webhooks says.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Secret { get; init; }

    /// <summary>Until then the former secret signs as well.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? FormerSecretUntil { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The view of a row, without its secret.</summary>
    public static WebhookView Of(WebhookRow row) =>
        new()
        {
            Id = row.Id,
            Url = row.Url,
            Description = row.Description,
            Events = row.Events,
            IsActive = row.IsActive,
            DisabledReason = row.IsActive ? null : row.DisabledReason,
            DisabledAt = row.IsActive ? null : row.DisabledAt,
            FailingSince = row.FailingSince,
            FormerSecretUntil = row.FormerSecretUntil,
            CreatedAt = row.CreatedAt,
        };

    /// <summary>The same with its secret.</summary>
    public static WebhookView WithSecret(WebhookRow row) =>
        Of(row) with
        {
            Secret = WebhookMessage.TextOf(row.Secret),
        };
}

/// <summary>A delivery as the log shows it.</summary>
public sealed record DeliveryView
{
    /// <summary>Grows with time.</summary>
    public required long Number { get; init; }

    /// <summary>The header webhook-id that it was sent under.</summary>
    public required string EventId { get; init; }

    /// <summary>Type of the event.</summary>
    public required string Type { get; init; }
    public required Guid PreDeclarationId { get; init; }
    public required int AttemptNo { get; init; }
    public required string State { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>PENDING, DELIVERED or FAILED.</summary>
    public required string Status { get; init; }

    /// <summary>Tries since it was written or resent.</summary>
    public required int Tries { get; init; }

    /// <summary>When it is tried next; absent unless PENDING.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? DueAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? LastHttpStatus { get; init; }

    /// <summary>
    /// HTTP_STATUS, REDIRECT, TIMEOUT, CONNECTION, TLS, NAME_UNKNOWN, ADDRESS_NOT_PUBLIC or
    /// WEBHOOK_DISABLED; absent when the last try went well.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LastFault { get; init; }

    /// <summary>Every try there was; only where one delivery is asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TryView>? Log { get; init; }

    /// <summary>The view of a row.</summary>
    public static DeliveryView Of(DeliveryRow row) =>
        new()
        {
            Number = row.Number,
            EventId = WebhookMessage.IdOf(row.ToDue()),
            Type = WebhookEvents.TypeOf(row.State),
            PreDeclarationId = row.PreDeclarationId,
            AttemptNo = row.AttemptNo,
            State = row.State,
            OccurredAt = row.OccurredAt,
            Status = row.Status,
            Tries = row.Tries,
            DueAt = row.Status == "PENDING" ? row.DueAt : null,
            LastHttpStatus = row.LastHttpStatus,
            LastFault = row.LastFault,
        };
}

/// <summary>One try.</summary>
/// <param name="DurationMs">Milliseconds.</param>
/// <param name="HttpStatus">Absent when no answer came.</param>
/// <param name="Fault">Absent when it was taken.</param>
public sealed record TryView(
    int TryNo,
    DateTimeOffset TriedAt,
    int DurationMs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? HttpStatus,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Fault
);
