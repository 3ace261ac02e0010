using Npgsql;
using RebateFlow.Approval.Cases;
using RebateFlow.Approval.Casework.Alarms;
using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Casework.Policies;
using RebateFlow.Approval.Policies;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Alarms;

/// <summary>
/// One look over all cases: warns ahead of the legal limit, escalates at it, tells of cases too
/// long in one state and of letters without a reply.
/// </summary>
/// <remarks>
/// Each is told once: the row's key says so, whichever instance looks. A case that somebody works
/// on at that moment waits for the next look.
/// </remarks>
public sealed class AlarmScan(
    NpgsqlDataSource database,
    ReferenceCache references,
    CaseWriter writer,
    AuthorityClock zone
)
{
    /// <returns>How many alarms were raised.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var reference = await references.NewestAsync(connection);
        var rules = reference.CaseworkPolicyOn(zone.Today);
        var look = new Look(connection, writer, reference.Calendar, rules, zone);
        var raised =
            await look.RaiseAsync(
                but =>
                    AlarmSql.NearDeadlineAsync(
                        connection,
                        AlarmStage.Warning,
                        look.LastDay(rules.WarningDays),
                        but
                    ),
                look.Deadline(AlarmStage.Warning),
                cancel
            )
            + await look.RaiseAsync(
                but =>
                    AlarmSql.NearDeadlineAsync(
                        connection,
                        AlarmStage.Escalation,
                        look.LastDay(rules.EscalationDays),
                        but
                    ),
                look.Deadline(AlarmStage.Escalation),
                cancel
            )
            + await look.RaiseAsync(
                but => AlarmSql.UnansweredAsync(connection, zone.Today, but),
                look.Letter,
                cancel
            );
        foreach (var state in Enum.GetValues<CaseState>())
            if (StateCare.Of(state, rules).AgeLimitDays is { } days)
                raised += await look.RaiseAsync(
                    but => AlarmSql.TooOldAsync(connection, state, zone.Now.AddDays(-days), but),
                    look.Age(days),
                    cancel
                );
        return raised;
    }

    private sealed class Look(
        NpgsqlConnection connection,
        CaseWriter writer,
        WorkingDayCalendar calendar,
        CaseworkPolicy rules,
        AuthorityClock zone
    )
    {
        /// <summary>The last day that is at most so many working days away.</summary>
        public DateOnly LastDay(int workingDays) =>
            calendar.Reckon(zone.Today, workingDays + 1, [], zone.Today).DueOn.AddDays(-1);

        public Func<Candidate, RaiseAlarm> Deadline(AlarmStage stage) =>
            found => new RaiseDeadline(
                Guid.CreateVersion7(),
                rules.Version,
                stage,
                found.Day!.Value,
                calendar.CountBetween(zone.Today, found.Day.Value)
            );

        public Func<Candidate, RaiseAlarm> Age(int limitDays) =>
            _ => new RaiseAge(Guid.CreateVersion7(), rules.Version, limitDays);

        public RaiseLetter Letter(Candidate found) =>
            new RaiseLetter(
                Guid.CreateVersion7(),
                rules.Version,
                found.LetterNo!.Value,
                found.Day!.Value
            );

        public async Task<int> RaiseAsync(
            Func<IReadOnlyCollection<Guid>, Task<IReadOnlyList<Candidate>>> findAsync,
            Func<Candidate, RaiseAlarm> command,
            CancellationToken cancel
        )
        {
            var raised = 0;
            var missed = new HashSet<Guid>();
            while (true)
            {
                var found = await findAsync(missed);
                foreach (var one in found)
                    if (await TryRaiseAsync(one.CaseId, command(one), cancel))
                        raised++;
                    else
                        missed.Add(one.CaseId);
                if (found.Count < AlarmSql.Page)
                    return raised;
            }
        }

        private async Task<bool> TryRaiseAsync(
            Guid caseId,
            RaiseAlarm command,
            CancellationToken cancel
        )
        {
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            // Whoever works on the case keeps it: the next turn comes.
            if (
                await ApprovalCaseSql.LoadFreeAsync(transaction, caseId, cancel) is not { } some
                || some.Case.Decide(command, zone.Now).Events is not [AlarmRaised alarm] events
                || await AlarmSql.IsKnownAsync(transaction, caseId, alarm)
            )
                return false;
            await writer.WriteAsync(transaction, some.After(events), cancel);
            await transaction.CommitAsync(cancel);
            return true;
        }
    }
}
