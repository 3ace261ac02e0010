using Npgsql;
using RebateFlow.Intake.Webhooks;

namespace RebateFlow.Intake.Events;

/// <summary>
/// Tells listeners of this instance and of the others that events were recorded. Called after the
/// commit: a NOTIFY inside of it would make all commits go one by one (ADR 4).
/// </summary>
public sealed partial class FilingNotifier(
    NpgsqlDataSource database,
    FilingStreams streams,
    WebhookDispatcher webhooks,
    ILogger<FilingNotifier> log
)
{
    // An id has 36 characters; PostgreSQL takes up to 8,000 bytes in one go.
    private const int MostIds = 200;

    /// <summary>Notifies the listeners of these pre-declarations; there may be none.</summary>
    public async ValueTask TellAsync(IReadOnlyList<Guid> heard)
    {
        if (heard.Count == 0)
            return;
        streams.Wake(heard);
        webhooks.Wake();
        try
        {
            foreach (var some in heard.Chunk(MostIds))
                await FilingEventSql.NotifyPeersAsync(database, string.Join(',', some), default);
        }
        catch (NpgsqlException fault)
        {
            // The change is committed and recorded: the next heart-beat of each instance finds it.
            LogNotTold(log, fault);
        }
    }

    [LoggerMessage(
        EventId = 1120,
        Level = LogLevel.Warning,
        Message = "Other instances were not told of events; they find them at their heart-beat"
    )]
    private static partial void LogNotTold(ILogger log, Exception fault);
}
