using Npgsql;
using RebateFlow.Approval.Cases;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Casework.Policies;
using RebateFlow.Approval.Channels;
using RebateFlow.Approval.Policies;
using RebateFlow.Approval.Queue;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Officers;

/// <summary>
/// In an authority that assigns at random: gives the free cases, in the order of the queue, to
/// officers who are present, each by a draw (<see cref="AssignmentDraw"/>), until the one who asks
/// has got one.
/// </summary>
/// <remarks>
/// Never to somebody barred by segregation, who is away, or who holds as many as the rules allow.
/// Draws of one authority follow each other, so none is made twice.
/// </remarks>
public sealed class CaseAssignment(
    ReferenceCache references,
    DailySeeds seeds,
    CaseWriter writer,
    AuthorityClock zone
)
{
    // Cases that nobody present may take do not hold up the ones behind them for ever.
    private const int MostSkipped = 50;

    public async Task<bool> IsRandomAsync(NpgsqlConnection connection, string taxAuthority) =>
        (await references.NewestAsync(connection))
            .CaseworkPolicyOn(zone.Today)
            .AssignsAtRandom(taxAuthority);

    /// <returns>The first case in the officer's hands, drawn now or before.</returns>
    public async Task<Guid?> NextAsync(
        NpgsqlTransaction transaction,
        Officer officer,
        IReadOnlyList<Post> posts,
        CancellationToken cancel
    )
    {
        var connection = transaction.Connection!;
        var now = zone.Now;
        await CaseQueueSql.LockAuthorityAsync(transaction, officer.TaxAuthority);
        if (await CaseQueueSql.FirstHeldAsync(transaction, officer, posts, now) is { } held)
            return held;
        var rules = (await references.NewestAsync(connection)).CaseworkPolicyOn(zone.Today);
        var staff = await StaffAsync(connection, officer, rules, now);
        var seed = await seeds.OfAsync(zone.Today, cancel);
        foreach (var post in posts)
        {
            var skipped = new List<Guid>();
            while (
                skipped.Count < MostSkipped
                && await CaseQueueSql.LockFreeAsync(
                    transaction,
                    officer.TaxAuthority,
                    post,
                    now,
                    skipped
                )
                    is { } caseId
            )
            {
                var before = (await ApprovalCaseSql.LoadAsync(transaction, caseId, cancel))!;
                var drawn = await AssignAsync(transaction, before, (staff, seed, rules), cancel);
                if (drawn is null)
                    skipped.Add(caseId);
                else if (drawn == officer.Id)
                    return caseId;
            }
        }

        return null;
    }

    private async Task<string?> AssignAsync(
        NpgsqlTransaction transaction,
        StoredCase before,
        (Staff Staff, byte[] Seed, CaseworkPolicy Rules) with,
        CancellationToken cancel
    )
    {
        var command = new Assign(
            [.. with.Staff.Below(with.Rules.AssignmentLimit)],
            with.Seed,
            zone.Today,
            with.Rules.AssignedLease
        );
        if (before.Case.Decide(command, zone.Now).Events is not { } events)
            return null;
        var change = before.After(events);
        await writer.WriteAsync(transaction, change, cancel);
        var drawn = change.After.ClaimedBy!;
        with.Staff.Gave(drawn);
        return drawn;
    }

    private async Task<Staff> StaffAsync(
        NpgsqlConnection connection,
        Officer asking,
        CaseworkPolicy rules,
        DateTimeOffset now
    )
    {
        var known = await OfficerSql.KnownAsync(connection, asking.TaxAuthority, (now, zone.Today));
        var away = await OfficerSql.AwayAsync(connection, asking.TaxAuthority, zone.Today);
        var present = known
            .Where(one => one.Id != asking.Id && one.SeenAt > now - rules.Presence)
            .Select(one =>
                OfficerRegister.WithAbsences(new(one.Id, one.TaxAuthority, one.Posts), away)
            );
        return new([asking, .. present], known.ToDictionary(one => one.Id, one => one.HeldCases));
    }

    /// <summary>Who is present, and how many cases each holds.</summary>
    private sealed class Staff(IReadOnlyList<Officer> present, Dictionary<string, int> held)
    {
        public IEnumerable<Officer> Below(int limit) =>
            present.Where(one => held.GetValueOrDefault(one.Id) < limit);

        public void Gave(string officer) => held[officer] = held.GetValueOrDefault(officer) + 1;
    }
}
