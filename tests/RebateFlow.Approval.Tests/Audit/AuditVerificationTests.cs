using RebateFlow.Approval.Audit;

namespace RebateFlow.Approval.Tests.Audit;

public sealed class AuditVerificationTests
{
    private static readonly Guid One = new("00000000-0000-7000-8000-000000000001");
    private static readonly Guid Two = new("00000000-0000-7000-8000-000000000002");

    [Fact]
    public void Untouched_trails_are_counted()
    {
        var verification = Verify((Case(One, 2), Trail(One, 2)), (Case(Two, 1), Trail(Two, 1)));

        Assert.Null(verification.FirstBroken);
        Assert.Equal((2, 3), (verification.CasesVerified, verification.EntriesVerified));
    }

    [Fact]
    public void The_first_broken_trail_is_named_and_the_walk_ends()
    {
        var verification = Verify(
            (Case(One, 2), Trail(One, 2).Take(1)),
            (Case(Two, 2), Trail(Two, 2).Skip(1))
        );

        Assert.Equal(new(One, 2, AuditFault.EndMissing), verification.FirstBroken);
        Assert.Equal(0, verification.CasesVerified);
    }

    [Fact]
    public void Entries_whose_case_was_removed_are_found()
    {
        var verification = Verify((new() { CaseId = One }, Trail(One, 1)));

        Assert.Equal(new(One, 1, AuditFault.CaseMissing), verification.FirstBroken);
    }

    [Fact]
    public void A_case_whose_entries_were_all_removed_is_found()
    {
        var verification = Verify((Case(One, 1), []), (Case(Two, 1), Trail(Two, 1)));

        Assert.Equal(new(One, 1, AuditFault.EndMissing), verification.FirstBroken);
    }

    [Fact]
    public void Every_fault_has_a_text_in_both_languages() =>
        Assert.All(
            Enum.GetValues<AuditFault>(),
            fault =>
            {
                var text = new BrokenEntry(One, 1, fault).Text;
                Assert.NotEqual(text.Zh, text.En);
            }
        );

    private static AuditVerification Verify(
        params (AuditedCase Case, IEnumerable<StoredAuditEntry> Entries)[] cases
    )
    {
        var verification = new AuditVerification();
        foreach (var (audited, entries) in cases)
        {
            if (!verification.Begin(audited))
                return verification;
            foreach (var entry in entries)
                if (!verification.Take(entry))
                    return verification;
        }

        verification.End();
        return verification;
    }

    private static AuditedCase Case(Guid caseId, int entries)
    {
        var last = Trail(caseId, entries)[^1];
        return new()
        {
            CaseId = caseId,
            AuditCount = entries,
            AuditHead = last.Hash,
        };
    }

    private static IReadOnlyList<StoredAuditEntry> Trail(Guid caseId, int entries)
    {
        var trail = new AuditTrail(caseId, ChainHead.Empty);
        for (var i = 0; i < entries; i++)
            trail.Add(default, AuditActor.System, AuditAction.Claimed, new { i });
        return trail.Added;
    }
}
