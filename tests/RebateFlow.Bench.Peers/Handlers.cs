using Npgsql;
using Wolverine;
using Wolverine.RDBMS;
using Wolverine.Runtime;

namespace RebateFlow.Bench.Peers;

/// <summary>
/// Effect and inbox mark in one transaction and one round trip: the guarantee of our own consumer,
/// that a message takes effect once, whenever the process dies.
/// </summary>
public sealed class MessageHandler(
    NpgsqlDataSource source,
    IWolverineRuntime runtime,
    Effects effects
)
{
    public async Task HandleAsync(Withdrawn message, Envelope envelope, CancellationToken cancel)
    {
        var inbox =
            $"{((IMessageDatabase)runtime.Storage).SchemaName}.wolverine_incoming_envelopes";
        await using var connection = await source.OpenConnectionAsync(cancel);
        // A batch without a transaction of its own is one.
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("INSERT INTO effect (id) VALUES ($1)")
                {
                    Parameters =
                    {
                        new NpgsqlParameter<Guid> { TypedValue = message.PreDeclarationId },
                    },
                },
                new($"UPDATE {inbox} SET status = 'Handled', keep_until = $2 WHERE id = $1")
                {
                    Parameters =
                    {
                        new NpgsqlParameter<Guid> { TypedValue = envelope.Id },
                        new NpgsqlParameter<DateTimeOffset>
                        {
                            TypedValue =
                                TimeProvider.System.GetUtcNow()
                                + runtime.Options.Durability.KeepAfterMessageHandling,
                        },
                    },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(cancel);
        // Wolverine then knows that it need not mark the message itself.
        envelope.Status = EnvelopeStatus.Handled;
        effects.Add(1);
    }
}

/// <summary>Effects of many messages at once; Wolverine marks its inbox afterwards.</summary>
public sealed class BatchHandler(NpgsqlDataSource source, Effects effects)
{
    public async Task HandleAsync(Withdrawn[] messages, CancellationToken cancel)
    {
        await using var insert = source.CreateCommand("INSERT INTO effect (id) SELECT unnest($1)");
        insert.Parameters.Add(
            new NpgsqlParameter<Guid[]>
            {
                TypedValue = [.. messages.Select(message => message.PreDeclarationId)],
            }
        );
        await insert.ExecuteNonQueryAsync(cancel);
        effects.Add(messages.Length);
    }
}
