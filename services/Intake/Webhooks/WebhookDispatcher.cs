using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Npgsql;
using RebateFlow.Messaging;

namespace RebateFlow.Intake.Webhooks;

/// <summary>
/// Sends what is due. A target is leased, so that of several instances one sends to it at a time,
/// with bounded concurrency; what was sent and not recorded because the instance died is sent
/// again under the same id.
/// </summary>
public sealed partial class WebhookDispatcher(
    NpgsqlDataSource database,
    WebhookSender sender,
    IOptions<WebhookSettings> options,
    TimeProvider clock,
    ILogger<WebhookDispatcher> log
) : BackgroundService
{
    private const int MostOfTurn = 200;

    private readonly WebhookSettings settings = options.Value;
    private readonly Channel<bool> wakes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private int atWork;

    private readonly UntilStopped untilStopped = new(
        TimeSpan.FromSeconds(5),
        fault => LogFault(log, fault)
    );

    /// <summary>Says that something may be due.</summary>
    public void Wake() => wakes.Writer.TryWrite(true);

    /// <summary>Drops deliveries that have left the log; done every hour.</summary>
    public async Task DropOldAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var before = clock.GetUtcNow() - settings.LogRetention;
        await DispatchSql.DropAsync(connection, before, cancel);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        untilStopped.RepeatAsync(DispatchAsync, stoppingToken);

    private async ValueTask DispatchAsync(CancellationToken cancel)
    {
        var room = settings.Targets - Volatile.Read(ref atWork);
        foreach (var target in room > 0 ? await LeaseAsync(room, cancel) : [])
        {
            Interlocked.Increment(ref atWork);
            _ = Task.Run(() => ServeAsync(target, cancel), CancellationToken.None);
        }
        await WaitAsync(cancel);
    }

    private async Task<IReadOnlyList<LeasedWebhook>> LeaseAsync(int most, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var now = clock.GetUtcNow();
        // The last try of a turn may begin at its end.
        var until = now + settings.Turn + settings.Timeout + settings.Timeout;
        return await DispatchSql.LeaseAsync(connection, now, until, most, cancel);
    }

    private async Task WaitAsync(CancellationToken cancel)
    {
        using var poll = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        poll.CancelAfter(settings.PollInterval);
        try
        {
            await wakes.Reader.ReadAsync(poll.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // Nobody woke us: time to look for what is due by its schedule.
        }
    }

    private async Task ServeAsync(LeasedWebhook target, CancellationToken cancel)
    {
        try
        {
            var rest = await TakeTurnAsync(target, cancel);
            await using var connection = await database.OpenConnectionAsync(CancellationToken.None);
            await DispatchSql.ReleaseAsync(connection, target.Id, clock.GetUtcNow() + rest);
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            // The lease ends by itself, and what is due stays due.
            LogFault(log, fault);
        }
        catch (OperationCanceledException)
        {
            // The service stops; the lease ends by itself.
        }
        finally
        {
            Interlocked.Decrement(ref atWork);
            Wake();
        }
    }

    /// <summary>Sends what is due to a target, and says how long to leave it alone then.</summary>
    private async Task<TimeSpan> TakeTurnAsync(LeasedWebhook target, CancellationToken cancel)
    {
        var due = await FindDueAsync(target.Id, cancel);
        var ends = clock.GetUtcNow() + settings.Turn;
        var (failures, isDisabled, tookSomething) = (0, false, false);
        await Parallel.ForEachAsync(
            due,
            new ParallelOptions
            {
                MaxDegreeOfParallelism = settings.ConcurrencyPerTarget,
                CancellationToken = cancel,
            },
            async (delivery, stop) =>
            {
                if (
                    Volatile.Read(ref isDisabled)
                    || Volatile.Read(ref failures) >= settings.FailuresOfTurn
                    || clock.GetUtcNow() >= ends
                )
                    return;
                var failingSince = Volatile.Read(ref tookSomething) ? null : target.FailingSince;
                var (outcome, next) = await TryAsync(
                    target with
                    {
                        FailingSince = failingSince,
                    },
                    delivery,
                    stop
                );
                if (outcome.Fault is null)
                {
                    Volatile.Write(ref tookSomething, true);
                    Interlocked.Exchange(ref failures, 0);
                }
                else
                {
                    Interlocked.Increment(ref failures);
                }
                if (next.Disables is not null)
                    Volatile.Write(ref isDisabled, true);
            }
        );
        return failures >= settings.FailuresOfTurn ? settings.Rest : TimeSpan.Zero;
    }

    private async Task<IReadOnlyList<DueDelivery>> FindDueAsync(Guid id, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return await DispatchSql.DueAsync(connection, id, clock.GetUtcNow(), MostOfTurn, cancel);
    }

    private async Task<(TryOutcome Outcome, NextTry Next)> TryAsync(
        LeasedWebhook target,
        DueDelivery delivery,
        CancellationToken cancel
    )
    {
        var outcome = await sender.SendAsync(target, delivery, cancel);
        var next = NextTry.After(
            outcome,
            delivery,
            target.FailingSince,
            settings.Pauses,
            (Random.Shared.NextDouble() * 2) - 1
        );
        await using var connection = await database.OpenConnectionAsync(CancellationToken.None);
        await DispatchSql.RecordAsync(connection, target.Id, delivery, outcome, next);
        if (next.Disables is { } reason)
            LogDisabled(log, target.Id, reason);
        return (outcome, next);
    }

    [LoggerMessage(EventId = 1130, Level = LogLevel.Warning, Message = "Webhooks wait")]
    private static partial void LogFault(ILogger log, Exception fault);

    [LoggerMessage(
        EventId = 1131,
        Level = LogLevel.Information,
        Message = "Webhook {WebhookId} is disabled: {Reason}"
    )]
    private static partial void LogDisabled(ILogger log, Guid webhookId, string reason);
}
