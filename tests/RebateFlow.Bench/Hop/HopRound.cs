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

namespace RebateFlow.Bench.Hop;

/// <summary>
/// One durable hop through this tree's own messaging: a transaction stores a message in the outbox,
/// the relay publishes it to a quorum queue, a consumer commits its effect with the inbox. Runs in
/// a process of its own, as the peers do (tests/RebateFlow.Bench.Peers), and like them says "begin"
/// once it is warm and "end" when all effects are committed.
/// </summary>
/// <remarks>
/// Database and virtual host, both empty, come as BENCH_DATABASE and BENCH_BROKER.
/// </remarks>
internal static class HopRound
{
    private static readonly string[] reasons = [.. Enumerable.Range(0, 64).Select(_ => Reason())];

    private static int stored;

    /// <param name="numbers">Messages, messages to warm up with, publishers.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> numbers)
    {
        var counts = numbers.Select(text => int.TryParse(text, out var count) ? count : -1);
        if (
            counts.ToArray()
            is not [> 0 and var messages, >= 0 and var warmUp, > 0 and var publishers]
        )
            throw new WrongUseException("hop-round MESSAGES WARM-UP PUBLISHERS");
        var database = Environment.GetEnvironmentVariable("BENCH_DATABASE")!;
        var builder = WebApplication.CreateBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Configuration["ConnectionStrings:Database"] = database;
        builder.Configuration["ConnectionStrings:Broker"] = Environment.GetEnvironmentVariable(
            "BENCH_BROKER"
        );
        builder.AddDatabase();
        builder.AddMessaging(
            "bench",
            bus => bus.ConsumeInGroups<PreDeclarationWithdrawn, RecordEffect>("record-effect")
        );
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        await Database.MigrateAsync(database, typeof(HopRound).Assembly);
        var source = app.Services.GetRequiredService<NpgsqlDataSource>();
        await using (var create = source.CreateCommand("CREATE TABLE effect (id uuid PRIMARY KEY)"))
            await create.ExecuteNonQueryAsync();
        await app.StartAsync();
        var bus = app.Services.GetRequiredService<IBusControl>();
        await bus.WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromMinutes(1));

        await SendAsync(app, source, warmUp, publishers);
        await UntilStoredAsync(warmUp);
        Console.WriteLine("begin");
        await SendAsync(app, source, messages, publishers);
        await UntilStoredAsync(warmUp + messages);
        Console.WriteLine("end");
        await app.StopAsync();
        return 0;
    }

    private static Task SendAsync(
        WebApplication app,
        NpgsqlDataSource source,
        int messages,
        int publishers
    )
    {
        var outbox = app.Services.GetRequiredService<Outbox>();
        var left = messages;
        return Task.WhenAll(
            Enumerable
                .Range(0, publishers)
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

    // Counted in the process, as the peers do: waiting costs the database nothing.
    private static async Task UntilStoredAsync(int effects)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (Volatile.Read(ref stored) < effects)
            await timer.WaitForNextTickAsync(limit.Token);
    }

    private static PreDeclarationWithdrawn Message() =>
        new()
        {
            PreDeclarationId = Guid.CreateVersion7(),
            AttemptNo = 1,
            Kind = "ERROR",
            Reason = reasons[Random.Shared.Next(reasons.Length)],
            WithdrawnAt = TimeProvider.System.GetUtcNow(),
        };

    // Random, so that nothing on the way compresses it.
    private static string Reason() =>
        Random.Shared.GetString("abcdefghijklmnopqrstuvwxyz0123456789", 1500);

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
            Interlocked.Add(ref stored, entered.Count);
        }
    }
}
