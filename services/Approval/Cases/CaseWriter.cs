using Npgsql;
using RebateFlow.Approval.Audit;
using RebateFlow.Approval.Casework.Audit;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Reports;
using RebateFlow.Messaging.Outbox;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Cases;

/// <summary>
/// The one place that stores what happened to cases: from its events come the row of a case, the
/// entries of its audit trail, the rows beside it, those of the reports, and the messages.
/// </summary>
public sealed class CaseWriter(Outbox outbox, AuthorityClock zone)
{
    /// <summary>Writes what happened to one case in one round trip.</summary>
    /// <param name="beside">Adds what only the caller knows of, to the same round trip.</param>
    public async Task WriteAsync(
        NpgsqlTransaction transaction,
        CaseChange change,
        CancellationToken cancel,
        Action<NpgsqlBatch>? beside = null
    )
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        Add(batch, [change]);
        beside?.Invoke(batch);
        await batch.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>Adds what happened to some cases; many of them take few statements.</summary>
    public void Add(NpgsqlBatch batch, IReadOnlyList<CaseChange> changes)
    {
        var trails = changes.Select(TrailOf).ToList();
        CaseWriterSql.AddRows(batch, [.. changes.Zip(trails, (some, trail) => (some, trail.Head))]);
        AuditSql.AddAll(batch, trails);
        foreach (var change in changes)
        foreach (var happened in change.Events)
            CaseWriterSql.AddBeside(batch, change.After, happened);
        ReportRowsSql.AddAll(batch, changes, zone);
        foreach (var lane in changes.GroupBy(change => change.After.Lane))
            AddMessages(batch, lane.Key, [.. lane]);
        foreach (var happened in changes.SelectMany(change => change.Events))
            if (happened.By != AuditActor.System)
                Telemetry.Acted(CaseEventJson.ActionOf(happened));
    }

    private static AuditTrail TrailOf(CaseChange change)
    {
        var trail = new AuditTrail(change.After.CaseId, change.AuditHead);
        foreach (var happened in change.Events)
            trail.Add(happened);
        return trail;
    }

    private void AddMessages(NpgsqlBatch batch, string lane, IReadOnlyList<CaseChange> changes)
    {
        outbox.AddAll(batch, [.. changes.SelectMany(CaseMessages.Opened)], lane);
        outbox.AddAll(batch, [.. changes.SelectMany(CaseMessages.Decided)], lane);
        outbox.AddAll(batch, [.. changes.SelectMany(CaseMessages.Withheld)], lane);
        outbox.AddAll(batch, [.. changes.SelectMany(CaseMessages.Checked)], lane);
        outbox.AddAll(batch, [.. changes.SelectMany(CaseMessages.Asked)], lane);
        outbox.AddAll(batch, [.. changes.SelectMany(CaseMessages.HoldChanged)], lane);
    }
}
