using RebateFlow.Approval.Casework.Audit;
using RebateFlow.Approval.Casework.Cases;
using People = RebateFlow.Approval.Tests.Cases.Officers;

namespace RebateFlow.Approval.Tests.Audit;

public sealed class AuditVerificationTests
{
    private static readonly Guid One = new("00000000-0000-7000-8000-000000000001");
    private static readonly Guid Two = new("00000000-0000-7000-8000-000000000002");
    private static readonly DateTimeOffset AnchoredBefore = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);

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
    public void A_trail_that_was_rewritten_as_a_whole_is_found_by_the_anchor()
    {
        var sealedEnd = new AnchorLeaf(1, One, 2, Trail(One, 3)[1].Hash);
        var rewritten = Trail(One, 3, "b");
        var audited = new AuditedCase
        {
            CaseId = One,
            AuditCount = 3,
            AuditHead = rewritten[^1].Hash,
            Leaves = [sealedEnd],
        };

        var verification = Verify((audited, rewritten));

        Assert.Equal(new(One, 2, AuditFault.AnchorDiffers), verification.FirstBroken);
    }

    [Fact]
    public void A_tail_that_was_cut_off_together_with_the_case_is_found_by_the_anchor()
    {
        var audited = Case(One, 1) with { Leaves = [new(1, One, 2, Trail(One, 2)[^1].Hash)] };

        var verification = Verify((audited, Trail(One, 1)));

        Assert.Equal(new(One, 2, AuditFault.AnchorDiffers), verification.FirstBroken);
    }

    [Fact]
    public void An_entry_dated_before_the_anchor_that_lies_under_none_was_put_in_later()
    {
        var trail = new AuditTrail(One, ChainHead.Empty);
        trail.Add(new Released { At = AnchoredBefore.AddTicks(-10) });
        var audited = new AuditedCase
        {
            CaseId = One,
            AuditCount = 1,
            AuditHead = trail.Head.Hash,
        };

        var verification = Verify((audited, trail.Added));

        Assert.Equal(new(One, 1, AuditFault.NotAnchored), verification.FirstBroken);
    }

    [Fact]
    public void A_content_that_is_not_the_one_of_the_trail_is_found()
    {
        var trail = new AuditTrail(One, ChainHead.Empty);
        trail.Add(Opened("aa"));
        var audited = new AuditedCase
        {
            CaseId = One,
            AuditCount = 1,
            AuditHead = trail.Head.Hash,
        };

        var good = Verify((audited with { Contents = Of("aa") }, trail.Added));
        var other = Verify((audited with { Contents = Of("ab") }, trail.Added));
        var none = Verify((audited, trail.Added));

        Assert.Null(good.FirstBroken);
        Assert.Equal(AuditFault.ContentChanged, other.FirstBroken?.Fault);
        Assert.Equal(AuditFault.ContentChanged, none.FirstBroken?.Fault);

        static Dictionary<string, string> Of(string hash) => new() { ["1"] = hash };
    }

    [Theory]
    [InlineData("claimed_by", "b")]
    [InlineData("rebate_due_cny", 1.01)]
    [InlineData("version", 3L)]
    [InlineData("decision_reason", "bribed")]
    [InlineData("exporter_name", "")]
    [InlineData("lease_until", null)]
    public void A_column_that_the_trail_does_not_make_is_named(string column, object? value)
    {
        var (audited, trail) = Claimed();
        var row = audited.Row!.ToList();
        row[CaseColumns.All.Select(one => one.Name).ToList().IndexOf(column)] = value;

        Assert.Null(Verify((audited, trail)).FirstBroken);
        Assert.Equal(
            new(One, 2, AuditFault.RowDiffers, column),
            Verify((audited with { Row = row }, trail)).FirstBroken
        );
    }

    [Fact]
    public void A_trail_that_tells_of_no_case_does_not_stand_for_a_row()
    {
        var row = Claimed().Case.Row;

        var broken = Verify((Case(One, 1) with { Row = row }, Trail(One, 1))).FirstBroken;
        var empty = new AuditedCase
        {
            CaseId = One,
            AuditCount = 0,
            AuditHead = ChainHead.Empty.Hash,
            Row = row,
        };

        Assert.Equal(new(One, 1, AuditFault.EntryUnreadable), broken);
        Assert.Equal(
            new(One, 0, AuditFault.RowDiffers, "case_id"),
            Verify((empty, [])).FirstBroken
        );
    }

    [Fact]
    public void Every_fault_has_a_text_in_both_languages() =>
        Assert.All(
            Enum.GetValues<AuditFault>(),
            fault =>
            {
                var text = AuditFaultTexts.Of(fault);
                Assert.NotEqual(text.Zh, text.En);
            }
        );

    private static CaseOpened Opened(string contentSha256) =>
        ApprovalCase.Open(
            People.Attempt(1, [Post.Review], 100m) with
            {
                ContentSha256 = contentSha256,
            },
            AnchoredBefore
        );

    /// <summary>A case with its right row: opened and claimed.</summary>
    private static (AuditedCase Case, IReadOnlyList<StoredAuditEntry> Trail) Claimed()
    {
        var opened = Opened("aa");
        var some = ApprovalCase.Of(One, opened);
        var claimed = some.Decide(
            new Claim(People.Reviewer("a"), TimeSpan.FromMinutes(30)),
            AnchoredBefore
        ).Events![0];
        var trail = new AuditTrail(One, ChainHead.Empty);
        trail.Add(opened);
        trail.Add(claimed);
        var audited = new AuditedCase
        {
            CaseId = One,
            AuditCount = 2,
            AuditHead = trail.Head.Hash,
            Contents = new Dictionary<string, string> { ["1"] = "aa" },
            Row = [.. CaseColumns.All.Select(column => column.Value(some.Apply(claimed)))],
        };
        return (audited, trail.Added);
    }

    private static AuditVerification Verify(
        params (AuditedCase Case, IEnumerable<StoredAuditEntry> Entries)[] cases
    )
    {
        var verification = new AuditVerification(AnchoredBefore);
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

    private static IReadOnlyList<StoredAuditEntry> Trail(
        Guid caseId,
        int entries,
        string actor = "a"
    )
    {
        var trail = new AuditTrail(caseId, ChainHead.Empty);
        for (var i = 0; i < entries; i++)
            trail.Add(
                new Claimed(AnchoredBefore.AddMinutes(i))
                {
                    At = AnchoredBefore,
                    By = new(actor, null),
                }
            );
        return trail.Added;
    }
}
