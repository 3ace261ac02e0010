using System.Text.Json;
using RabbitMQ.Client;
using RebateFlow.Contracts;

namespace RebateFlow.Testing;

/// <summary>Steps between the services, on the broker.</summary>
public static class MessageSteps
{
    /// <summary>Publishes a message that no service sent, and returns its new id.</summary>
    public static async Task<Guid> PublishAsync(
        this Installation installation,
        string exchange,
        object message
    )
    {
        var id = Guid.CreateVersion7();
        await installation.Broker.PublishAsync(
            exchange,
            Lanes.Ordinary,
            new BasicProperties
            {
                MessageId = id.ToString(),
                ContentType = "application/json",
                DeliveryMode = DeliveryModes.Persistent,
            },
            JsonSerializer.SerializeToUtf8Bytes(message, JsonSerializerOptions.Web)
        );
        return id;
    }

    /// <summary>Waits until a service is done with a message, whatever it did about it.</summary>
    public static Task IsDoneWithAsync(this IServiceHost service, Guid messageId) =>
        Eventually.EqualAsync(
            1L,
            () => service.Database.CountAsync($"inbox WHERE message_id = '{messageId}'")
        );
}
