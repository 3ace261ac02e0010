using System.Diagnostics;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using RebateFlow.Contracts;
using RebateFlow.Contracts.Intake;
using RebateFlow.Messaging;
using RebateFlow.Messaging.Batching;
using RebateFlow.Messaging.Outbox;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Bench;

/// <summary>
/// One durable hop: a transaction stores a message in the outbox, the relay publishes it to a
/// quorum queue, a consumer commits its effect with the inbox. Counted are committed effects, not
/// sent messages.
/// </summary>
internal static class HopBench
{
    // Enough for the runtime to have compiled the hot path for good.
    private const int WarmUp = 15_000;

    public static async Task<double> MessagesPerSecondAsync(
        BenchServers servers,
        int messages,
        int writers
    )
    {
        await using var database = await servers.CreateDatabaseAsync("hop");
        var builder = WebApplication.CreateBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Configuration["ConnectionStrings:Database"] = database.ConnectionString;
        builder.Configuration["ConnectionStrings:Broker"] = servers.Broker.ToString();
        builder.AddDatabase();
        builder.AddMessaging(
            "bench",
            bus => bus.ConsumeInGroups<PreDeclarationWithdrawn, RecordEffect>("record-effect")
        );
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        await Database.MigrateAsync(database.ConnectionString, typeof(HopBench).Assembly);
        var source = app.Services.GetRequiredService<NpgsqlDataSource>();
        await using (var create = source.CreateCommand("CREATE TABLE effect (id uuid PRIMARY KEY)"))
            await create.ExecuteNonQueryAsync();
        await app.StartAsync();
        var bus = app.Services.GetRequiredService<IBusControl>();
        await bus.WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromSeconds(30));

        await SendAsync(app, source, WarmUp, writers);
        await BenchServers.UntilCountAsync(source, "effect", WarmUp);
        var watch = Stopwatch.StartNew();
        await SendAsync(app, source, messages, writers);
        await BenchServers.UntilCountAsync(source, "effect", WarmUp + messages);
        watch.Stop();
        await app.StopAsync();
        await servers.DeleteQueuesAsync("bench-record-effect");
        return messages / watch.Elapsed.TotalSeconds;
    }

    private static Task SendAsync(
        WebApplication app,
        NpgsqlDataSource source,
        int messages,
        int writers
    )
    {
        var outbox = app.Services.GetRequiredService<Outbox>();
        var left = messages;
        return Task.WhenAll(
            Enumerable
                .Range(0, writers)
                .Select(async _ =>
                {
                    while (Interlocked.Decrement(ref left) >= 0)
                    {
                        await using var connection = await source.OpenConnectionAsync();
                        await using var transaction = await connection.BeginTransactionAsync();
                        await outbox.AddAsync(transaction, Message(), Lanes.Ordinary, default);
                        await outbox.CommitAsync(transaction, default);
                    }
                })
        );
    }

    private static PreDeclarationWithdrawn Message() =>
        new()
        {
            PreDeclarationId = Guid.CreateVersion7(),
            AttemptNo = 1,
            Kind = "ERROR",
            Reason = new string('x', 1500),
            WithdrawnAt = TimeProvider.System.GetUtcNow(),
        };

    internal sealed class RecordEffect(NpgsqlDataSource source)
        : IGroupConsumer<PreDeclarationWithdrawn>
    {
        private static readonly RowInsert effects = new("INSERT INTO effect (id)", columns: 1);

        public static Guid KeyOf(PreDeclarationWithdrawn message) => message.PreDeclarationId;

        public async Task ConsumeAsync(
            MessageGroup<PreDeclarationWithdrawn> group,
            CancellationToken cancel
        )
        {
            await using var connection = await source.OpenConnectionAsync(cancel);
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            await using var enter = new NpgsqlBatch(connection, transaction);
            group.Enter(enter);
            IReadOnlyList<GroupMember<PreDeclarationWithdrawn>> entered;
            await using (var reader = await enter.ExecuteReaderAsync(cancel))
                entered = await group.ReadEnteredAsync(reader, cancel);
            await using var batch = new NpgsqlBatch(connection, transaction);
            effects.Add(
                batch,
                [
                    .. entered.Select(member =>
                        new NpgsqlParameter[] { Statements.Value(KeyOf(member.Message)) }
                    ),
                ]
            );
            await batch.ExecuteNonQueryAsync(cancel);
            await transaction.CommitAsync(cancel);
        }
    }
}
