using System.Globalization;
using System.Text;
using System.Text.Json;
using StandardWebhooks;

namespace RebateFlow.Intake.Webhooks;

/// <summary>
/// What is sent for a delivery, in the form of Standard Webhooks. It is thin, so that a reader for
/// whom it was not meant learns nothing but an id and a state. Pure.
/// </summary>
public static class WebhookMessage
{
    /// <summary>
    /// The header <c>webhook-id</c>: the same for every try and every resend of one event.
    /// </summary>
    public static string IdOf(DueDelivery delivery) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"evt_{delivery.PreDeclarationId:N}_{delivery.Version}"
        );

    /// <summary>The body.</summary>
    public static string BodyOf(DueDelivery delivery)
    {
        using var target = new MemoryStream();
        using (var json = new Utf8JsonWriter(target))
        {
            json.WriteStartObject();
            json.WriteString("type", WebhookEvents.TypeOf(delivery.State));
            json.WriteString("timestamp", delivery.OccurredAt.UtcDateTime);
            json.WriteStartObject("data");
            json.WriteString("preDeclarationId", delivery.PreDeclarationId);
            json.WriteNumber("attemptNo", delivery.AttemptNo);
            json.WriteString("state", delivery.State);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(target.ToArray());
    }

    /// <summary>
    /// The header <c>webhook-signature</c>: one for each secret that holds at the moment.
    /// </summary>
    public static string Sign(
        IEnumerable<byte[]> secrets,
        string id,
        DateTimeOffset sentAt,
        string body
    ) =>
        string.Join(
            ' ',
            secrets.Select(secret => new StandardWebhook(secret).Sign(id, sentAt, body))
        );

    /// <summary>A secret as its owner gets it.</summary>
    public static string TextOf(byte[] secret) => "whsec_" + Convert.ToBase64String(secret);
}
