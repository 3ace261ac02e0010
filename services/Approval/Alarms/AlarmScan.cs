using System.Globalization;
using Npgsql;
using RebateFlow.Approval.Casework.Alarms;
using RebateFlow.Approval.Casework.Audit;
using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Casework.Policies;
using RebateFlow.Approval.Policies;
using RebateFlow.Primitives;

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
    AuthorityZone zone
)
{
    /// <returns>How many alarms were raised.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var reference = await references.NewestAsync(connection);
        var rules = reference.CaseworkPolicyOn(zone.Today);
        var look = new Look(connection, reference.Calendar, rules, zone, cancel);
        var raised =
            await look.RaiseAsync(
                but =>
                    AlarmSql.NearDeadlineAsync(
                        connection,
                        AlarmStage.Warning,
                        look.LastDay(rules.WarningDays),
                        but
                    ),
                look.Deadline(AlarmStage.Warning)
            )
            + await look.RaiseAsync(
                but =>
                    AlarmSql.NearDeadlineAsync(
                        connection,
                        AlarmStage.Escalation,
                        look.LastDay(rules.EscalationDays),
                        but
                    ),
                look.Deadline(AlarmStage.Escalation)
            )
            + await look.RaiseAsync(
                but => AlarmSql.UnansweredAsync(connection, zone.Today, but),
                look.Letter
            );
        foreach (var state in Enum.GetValues<CaseState>())
            if (StateCare.Of(state, rules).AgeLimitDays is { } days)
                raised += await look.RaiseAsync(
                    but => AlarmSql.TooOldAsync(connection, state, zone.Now.AddDays(-days), but),
                    look.Age(days)
                );
        return raised;
    }

    private sealed class Look(
        NpgsqlConnection connection,
        WorkingDayCalendar calendar,
        CaseworkPolicy rules,
        AuthorityZone zone,
        CancellationToken cancel
    )
    {
        /// <summary>The last day that is at most so many working days away.</summary>
        public DateOnly LastDay(int workingDays) =>
            calendar.Reckon(zone.Today, workingDays + 1, [], zone.Today).DueOn.AddDays(-1);

        public Func<Candidate, WatchedCase, CaseAlarm?> Deadline(AlarmStage stage) =>
            (found, some) =>
                IsLive(some) && some.LegalDueOn == found.Day
                    ? Of(
                        some,
                        stage,
                        Day(some.LegalDueOn),
                        AlarmText.OfDeadline(
                            stage,
                            some.LegalDueOn,
                            calendar.CountBetween(zone.Today, some.LegalDueOn)
                        )
                    )
                    : null;

        public Func<Candidate, WatchedCase, CaseAlarm?> Age(int limitDays) =>
            (_, some) =>
                Days(some) is var days && days >= limitDays
                    ? Of(
                        some,
                        AlarmStage.Age,
                        some.SinceText,
                        AlarmText.OfAge(Codes.Read<CaseState>(some.State), days, limitDays)
                    )
                    : null;

        public CaseAlarm? Letter(Candidate found, WatchedCase some) =>
            Of(
                some,
                AlarmStage.Letter,
                $"{found.Detail} {Day(found.Day!.Value)}",
                AlarmText.OfLetter(
                    int.Parse(found.Detail, CultureInfo.InvariantCulture),
                    found.Day!.Value
                )
            );

        public async Task<int> RaiseAsync(
            Func<IReadOnlyCollection<Guid>, Task<IReadOnlyList<Candidate>>> findAsync,
            Func<Candidate, WatchedCase, CaseAlarm?> read
        )
        {
            var raised = 0;
            var missed = new HashSet<Guid>();
            while (true)
            {
                var found = await findAsync(missed);
                foreach (var one in found)
                    if (await TryRaiseAsync(one, read))
                        raised++;
                    else
                        missed.Add(one.CaseId);
                if (found.Count < AlarmSql.Page)
                    return raised;
            }
        }

        private async Task<bool> TryRaiseAsync(
            Candidate found,
            Func<Candidate, WatchedCase, CaseAlarm?> read
        )
        {
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            if (await AlarmSql.TryLockAsync(transaction, found.CaseId) is not { } some)
                return false;
            if (read(found, some) is not { } alarm)
                return false;
            if (!await AlarmSql.TryRaiseAsync(transaction, alarm))
                return false;
            var trail = new AuditTrail(some.CaseId, new(some.AuditCount, some.AuditHead));
            trail.Add(alarm.RaisedAt, AuditActor.System, ActionOf(alarm.Stage), Detail(alarm));
            await AlarmSql.SealAsync(transaction, some.CaseId, trail);
            await transaction.CommitAsync(cancel);
            return true;
        }

        private object Detail(CaseAlarm alarm) =>
            new
            {
                alarm.AttemptNo,
                alarm.Occasion,
                State = Codes.Of(alarm.State),
                Told = Codes.Of(alarm.ToldPost),
                alarm.ToldOfficer,
                Reason = alarm.Reason.Zh,
                ReasonEn = alarm.Reason.En,
                PolicyVersion = rules.Version,
            };

        private CaseAlarm Of(WatchedCase some, AlarmStage stage, string occasion, Bilingual reason)
        {
            var post = Codes.Read<Post>(some.Post);
            var state = Codes.Read<CaseState>(some.State);
            var toHead = stage is AlarmStage.Escalation or AlarmStage.Age;
            var isHeld = state == CaseState.Claimed && some.LeaseUntil > zone.Now;
            return new(
                Guid.CreateVersion7(),
                some.CaseId,
                some.AttemptNo,
                stage,
                occasion,
                zone.Now
            )
            {
                State = state,
                Post = post,
                ToldPost = toHead ? Posts.HeadOf(post) : post,
                ToldOfficer = isHeld ? some.ClaimedBy : null,
                TaxAuthority = some.TaxAuthority,
                Reason = reason,
            };
        }

        private int Days(WatchedCase some) => (int)(zone.Now - some.StateSince).TotalDays;

        private static bool IsLive(WatchedCase some) =>
            Codes.Read<CaseState>(some.State) is CaseState.Waiting or CaseState.Claimed;

        private static AuditAction ActionOf(AlarmStage stage) =>
            stage switch
            {
                AlarmStage.Warning => AuditAction.Warned,
                AlarmStage.Escalation => AuditAction.Escalated,
                AlarmStage.Age => AuditAction.AgeAlarmed,
                AlarmStage.Letter => AuditAction.LetterOverdue,
            };

        private static string Day(DateOnly day) =>
            day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}
