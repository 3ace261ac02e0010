using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Npgsql;
using RebateFlow.Messaging;

namespace RebateFlow.Intake.Events;

/// <summary>
/// The open streams of this instance. One loop reads for all of them what was recorded: when this
/// instance or another one says that there is news, and at each heart-beat, should that have been
/// lost.
/// </summary>
public sealed partial class FilingStreams(
    NpgsqlDataSource database,
    IOptions<ListeningSettings> settings,
    TimeProvider clock,
    ILogger<FilingStreams> log
) : BackgroundService
{
    private readonly Lock guard = new();
    private readonly Dictionary<Guid, List<FilingStream>> open = [];
    private readonly Dictionary<string, int> perClient = new(StringComparer.Ordinal);
    private readonly Channel<Guid?> signals = Channel.CreateBounded<Guid?>(
        new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private int count;

    private readonly UntilStopped untilStopped = new(
        TimeSpan.FromSeconds(5),
        fault => LogFault(log, fault)
    );

    /// <summary>Takes a place for a stream; false when the client or the instance has too many.
    /// </summary>
    public bool TryTakePlace(string client)
    {
        lock (guard)
        {
            var held = perClient.GetValueOrDefault(client);
            if (held >= settings.Value.StreamsPerClient || count >= settings.Value.Streams)
                return false;
            perClient[client] = held + 1;
            count++;
            return true;
        }
    }

    /// <summary>Gives a place back.</summary>
    public void LeavePlace(string client)
    {
        lock (guard)
        {
            count--;
            if (--perClient[client] == 0)
                perClient.Remove(client);
        }
    }

    /// <summary>Opens a stream of what comes after a version; close it when it is over.</summary>
    public FilingStream Open(string client, Guid id, long after)
    {
        var stream = new FilingStream(client, id, after);
        lock (guard)
        {
            if (!open.TryGetValue(id, out var streams))
                open[id] = streams = [];
            streams.Add(stream);
        }
        // What was told between the look at the version and now went past it.
        Wake([id]);
        return stream;
    }

    /// <summary>Closes a stream.</summary>
    public void Close(FilingStream stream)
    {
        lock (guard)
        {
            if (open.TryGetValue(stream.Id, out var streams) && streams.Remove(stream))
                if (streams.Count == 0)
                    open.Remove(stream.Id);
        }
    }

    /// <summary>Says that there is news of these.</summary>
    public void Wake(IEnumerable<Guid> ids)
    {
        foreach (var id in ids)
            signals.Writer.TryWrite(id);
    }

    /// <summary>Drops events that nobody can ask for any more; done every hour.</summary>
    public async Task DropOldAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        // Twice as long as a listener may stay away: its mark outlives its last connection.
        var before = clock.GetUtcNow() - (2 * settings.Value.Retention);
        await FilingEventSql.DropAsync(connection, before, cancel);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(
            untilStopped.RepeatAsync(PumpAsync, stoppingToken),
            untilStopped.RepeatAsync(ListenAsync, stoppingToken),
            untilStopped.RepeatAsync(BeatAsync, stoppingToken)
        );

    private async ValueTask PumpAsync(CancellationToken cancel)
    {
        while (await signals.Reader.WaitToReadAsync(cancel))
        {
            var all = false;
            var ids = new HashSet<Guid>();
            while (signals.Reader.TryRead(out var id))
                all |= id is null || (ids.Add(id.Value) && false);
            var streams = StreamsOf(all ? null : ids);
            if (streams.Count > 0)
                await ReadAsync(streams, cancel);
        }
    }

    /// <summary>Open streams of some pre-declarations, or all for null.</summary>
    private List<FilingStream> StreamsOf(HashSet<Guid>? ids)
    {
        lock (guard)
        {
            return
            [
                .. ids is null
                    ? open.Values.SelectMany(streams => streams)
                    : ids.SelectMany(id => open.GetValueOrDefault(id) ?? []),
            ];
        }
    }

    private async Task ReadAsync(List<FilingStream> streams, CancellationToken cancel)
    {
        var byId = streams.ToLookup(stream => stream.Id);
        Guid[] ids = [.. byId.Select(group => group.Key)];
        long[] after = [.. byId.Select(group => group.Min(stream => stream.After))];
        await using var connection = await database.OpenConnectionAsync(cancel);
        foreach (var next in await FilingEventSql.AfterAsync(connection, ids, after, cancel))
        foreach (var stream in byId[next.PreDeclarationId])
            stream.Pass(next);
    }

    private async ValueTask ListenAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        connection.Notification += (_, told) =>
            Wake(
                told.Payload.Split(',')
                    .Select(text => Guid.TryParse(text, out var id) ? id : Guid.Empty)
            );
        await FilingEventSql.ListenToPeersAsync(connection, cancel);
        signals.Writer.TryWrite(null);
        while (true)
            await connection.WaitAsync(cancel);
    }

    private async ValueTask BeatAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(settings.Value.HeartBeat, clock);
        while (await timer.WaitForNextTickAsync(cancel))
            signals.Writer.TryWrite(null);
    }

    [LoggerMessage(
        EventId = 1121,
        Level = LogLevel.Warning,
        Message = "Streams of events wait for the database"
    )]
    private static partial void LogFault(ILogger log, Exception fault);
}
