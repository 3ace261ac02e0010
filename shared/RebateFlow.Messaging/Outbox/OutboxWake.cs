using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Npgsql;
using RebateFlow.Contracts;

namespace RebateFlow.Messaging.Outbox;

/// <summary>
/// Wakes the relays. The one in this process is woken directly after a commit, those of other
/// instances by NOTIFY, which is never issued inside a committing transaction: PostgreSQL takes a
/// server-wide lock for it until the commit is on disk, and so would serialise all commits (ADR
/// 0004).
/// </summary>
public sealed class OutboxWake(NpgsqlDataSource database, IOptions<MessagingOptions> options)
{
    internal const string NotifyChannel = "rebateflow_outbox";

    private readonly Channel<bool> express = NewSignal();
    private readonly Channel<bool> ordinary = NewSignal();

    /// <summary>Tells the relays that a lane has new rows.</summary>
    public ValueTask WakeAsync(bool expressLane, bool ordinaryLane)
    {
        if (expressLane)
            express.Writer.TryWrite(true);
        if (ordinaryLane)
            ordinary.Writer.TryWrite(true);
        return options.Value.RelayEnabled
            ? ValueTask.CompletedTask
            : new(NotifyPeersAsync(default));
    }

    /// <summary>
    /// Wakes the relays of all instances, for a backlog that is too much for one.
    /// </summary>
    public async Task NotifyPeersAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand($"NOTIFY {NotifyChannel}");
        await command.ExecuteNonQueryAsync(cancel);
    }

    internal async Task WaitAsync(string lane, TimeSpan atMost, CancellationToken cancel)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(atMost);
        try
        {
            await (lane == Lanes.Express ? express : ordinary).Reader.ReadAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // No wake-up came: look for rows whose wake-up was lost with its process.
        }
    }

    private static Channel<bool> NewSignal() =>
        Channel.CreateBounded<bool>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
        );
}
