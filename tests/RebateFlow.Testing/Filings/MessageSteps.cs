using System.Globalization;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using RebateFlow.Contracts;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Testing.Filings;

/// <summary>Steps between the services, on the broker.</summary>
public static class MessageSteps
{
    /// <summary>
    /// Publishes a message that no service sent, as soon as somebody listens, and returns its id.
    /// </summary>
    public static async Task<Guid> PublishAsync(
        this Installation installation,
        string exchange,
        object message
    )
    {
        var id = Guid.CreateVersion7();
        var properties = new BasicProperties
        {
            MessageId = id.ToString(),
            ContentType = "application/json",
            DeliveryMode = DeliveryModes.Persistent,
        };
        var body = JsonSerializer.SerializeToUtf8Bytes(message, JsonSerializerOptions.Web);
        await Eventually.HoldsAsync(async () =>
        {
            await installation.Broker.PublishAsync(exchange, Lanes.Ordinary, properties, body);
            return true;
        });
        return id;
    }

    /// <summary>Waits until a service is done with a message, whatever it did about it.</summary>
    public static Task IsDoneWithAsync(this IServiceHost service, Guid messageId) =>
        Eventually.EqualAsync(
            1L,
            () => service.Database.CountAsync($"inbox WHERE message_id = '{messageId}'")
        );

    /// <summary>
    /// Where filings and messages are, for the message of a test that waited in vain.
    /// </summary>
    public static async Task<string> WhereaboutsAsync(this Installation installation)
    {
        string[] consumers =
        [
            "intake-check-pre-declaration",
            "risk-score-pre-declaration",
            "approval-open-case",
            "intake-record-case-opened",
        ];
        var found = new StringBuilder();
        foreach (var service in installation.Services)
        {
            var outbox = await service.Database.QueryAsync<string>(
                "SELECT count(*) || ' waiting, last error ' "
                    + "|| coalesce(max(last_error), 'none') FROM outbox"
            );
            found.AppendLine(CultureInfo.InvariantCulture, $"{service.Address} outbox: {outbox}");
        }

        foreach (var queue in consumers.Select(consumer => $"{consumer}-{Lanes.Ordinary}"))
        {
            var ready = await installation.Broker.CountAsync(queue);
            var parked = await installation.Broker.CountAsync($"{queue}_error");
            var listeners = await installation.Broker.ListenersAsync(queue);
            found.AppendLine(
                CultureInfo.InvariantCulture,
                $"{queue}: {ready} ready, {parked} parked, {listeners} listeners"
            );
            if (parked > 0)
                found.AppendLine(await FaultOfAsync(installation, $"{queue}_error"));
        }

        var states = await installation.Intake.Database.QueryAsync<string>(
            "SELECT string_agg(state || ' ' || n, ', ') FROM "
                + "(SELECT state, count(*) n FROM pre_declaration GROUP BY state) s"
        );
        return found
            .AppendLine(CultureInfo.InvariantCulture, $"pre-declarations: {states}")
            .ToString();
    }

    /// <summary>Why the first message of an error queue lies there.</summary>
    private static async Task<string> FaultOfAsync(Installation installation, string queue)
    {
        var headers = (await installation.Broker.TakeAsync(queue))?.BasicProperties.Headers;
        return
            headers?.TryGetValue("rebateflow-fault", out var fault) is true && fault is byte[] text
            ? Encoding.UTF8.GetString(text)
            : "no fault is named: " + string.Join(", ", headers?.Keys ?? []);
    }
}
