using System.Data;
using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using RebateFlow.Contracts;
using RebateFlow.Messaging.Broker;

namespace RebateFlow.Messaging.Outbox;

/// <summary>
/// Publishes the outbox, one loop a lane. A batch is deleted, published with confirms, and only
/// then committed: a crash in between publishes again, which the inbox of the consumer catches.
/// Locked rows are skipped, so several instances share the work.
/// </summary>
public sealed partial class OutboxRelay(
    NpgsqlDataSource database,
    BrokerPublisher broker,
    OutboxWake wake,
    IOptions<MessagingOptions> options,
    MessagingTelemetry telemetry,
    ILogger<OutboxRelay> log
) : BackgroundService
{
    private const string TakeSql = """
        DELETE FROM outbox o
        USING (
            SELECT lane, id FROM outbox
            WHERE lane = $1 AND next_attempt_at <= now()
            ORDER BY id
            LIMIT $2
            FOR UPDATE SKIP LOCKED
        ) due
        WHERE o.lane = due.lane AND o.id = due.id
        RETURNING o.id, o.exchange, o.body, o.traceparent, o.created_at, o.attempts
        """;

    private const string PutBackSql = """
        INSERT INTO outbox (
            lane, id, exchange, body, traceparent, created_at,
            attempts, next_attempt_at, last_error)
        VALUES (
            @Lane, @Id, @Exchange, @Body, @TraceParent, @CreatedAt, @Attempts + 1,
            now() + least(power(2, least(@Attempts, 6)), 60) * interval '0.5 second', @Error)
        """;

    private readonly UntilStopped untilStopped = new(
        TimeSpan.FromSeconds(2),
        fault => LogRelayFault(log, fault)
    );

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        options.Value.RelayEnabled
            ? Task.WhenAll([
                .. Lanes.All.Select(lane =>
                    untilStopped.RepeatAsync(stop => RelayAsync(lane, stop), stoppingToken)
                ),
                untilStopped.RepeatAsync(ListenAsync, stoppingToken),
            ])
            : Task.CompletedTask;

    /// <summary>Publishes one batch of a lane. Returns how many rows it took.</summary>
    public async Task<int> RelayOnceAsync(string lane, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(
            IsolationLevel.ReadCommitted,
            cancel
        );
        var rows = await TakeAsync(transaction, lane, options.Value.RelayBatchSize, cancel);
        if (rows.Count == 0)
            return 0;

        var published = await broker.PublishAsync(rows, lane, cancel);
        for (var i = 0; i < published.Count; i++)
            if (!published[i].IsCompletedSuccessfully)
                await PutBackAsync(
                    transaction,
                    lane,
                    rows[i],
                    published[i].Exception?.InnerException
                );

        await transaction.CommitAsync(cancel);
        telemetry.Relayed(rows, lane);
        return rows.Count;
    }

    private async ValueTask RelayAsync(string lane, CancellationToken cancel)
    {
        var taken = await RelayOnceAsync(lane, cancel);
        if (taken == options.Value.RelayBatchSize)
            await wake.NotifyPeersAsync(cancel);
        else
            await wake.WaitAsync(lane, options.Value.RelayPollInterval, cancel);
    }

    private async ValueTask ListenAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await connection.ExecuteAsync($"LISTEN {OutboxWake.NotifyChannel}");
        while (true)
        {
            await connection.WaitAsync(cancel);
            await wake.WakeAsync(expressLane: true, ordinaryLane: true);
        }
    }

    private static async Task<List<OutboxRow>> TakeAsync(
        NpgsqlTransaction transaction,
        string lane,
        int limit,
        CancellationToken cancel
    )
    {
        await using var command = new NpgsqlCommand(TakeSql, transaction.Connection, transaction)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = lane },
                new NpgsqlParameter<int>
                {
                    TypedValue = limit,
                    NpgsqlDbType = NpgsqlDbType.Integer,
                },
            },
        };
        var rows = new List<OutboxRow>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(
                new OutboxRow(
                    reader.GetGuid(0),
                    reader.GetString(1),
                    reader.GetFieldValue<byte[]>(2),
                    reader.IsDBNull(3) ? null : reader.GetString(3),
                    reader.GetFieldValue<DateTimeOffset>(4),
                    reader.GetInt32(5)
                )
            );
        }
        return rows;
    }

    private Task<int> PutBackAsync(
        NpgsqlTransaction transaction,
        string lane,
        OutboxRow row,
        Exception? fault
    )
    {
        LogPublishFault(log, row.Exchange, row.Id, fault);
        return transaction.Connection!.ExecuteAsync(
            PutBackSql,
            new
            {
                Lane = lane,
                row.Id,
                row.Exchange,
                row.Body,
                row.TraceParent,
                row.CreatedAt,
                row.Attempts,
                Error = fault?.Message,
            },
            transaction
        );
    }

    [LoggerMessage(LogLevel.Warning, "The outbox relay waits for the database or the broker")]
    private static partial void LogRelayFault(ILogger log, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Message {MessageId} was not accepted by {Exchange}")]
    private static partial void LogPublishFault(
        ILogger log,
        string exchange,
        Guid messageId,
        Exception? exception
    );
}

/// <summary>A message on its way from the outbox to the broker.</summary>
/// <param name="TraceParent">
/// W3C trace context of the transaction that wrote it; null without a trace.
/// </param>
/// <param name="Attempts">Failed tries so far.</param>
public sealed record OutboxRow(
    Guid Id,
    string Exchange,
    byte[] Body,
    string? TraceParent,
    DateTimeOffset CreatedAt,
    int Attempts
);
