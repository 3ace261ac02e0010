using RebateFlow.Approval.Casework.Audit;
using RebateFlow.Approval.Casework.Cases;
using People = RebateFlow.Approval.Tests.Cases.Officers;

namespace RebateFlow.Approval.Tests.Audit;

public sealed class AuditChainTests
{
    private static readonly Guid CaseId = new("019ab5c0-0000-7000-8000-00000000002a");
    private static readonly DateTimeOffset At = new(2026, 11, 25, 1, 2, 3, TimeSpan.Zero);

    [Fact]
    public void An_untouched_trail_has_no_fault()
    {
        var trail = Trail();

        Assert.Null(FirstFault(trail.Added, trail.Head));
    }

    [Fact]
    public void The_hash_of_an_entry_is_what_another_program_computes()
    {
        // Made with hashlib and struct in Python from the description of AuditChain.Hash.
        var entry = new AuditEntry(CaseId, 1, At, "系统", "", "CASE_OPENED", "{}");

        Assert.Equal(
            "c23dca1eb397949678e05fc770d940046c1bb8fb725b5778ae26c9e3986f23c1",
            Convert.ToHexStringLower(AuditChain.Hash(AuditChain.Start, entry))
        );
    }

    public static TheoryData<string, Func<AuditEntry, AuditEntry>> Changes() =>
        new()
        {
            { "case", entry => entry with { CaseId = Guid.CreateVersion7() } },
            { "time", entry => entry with { At = entry.At.AddMicroseconds(1) } },
            { "actor", entry => entry with { Actor = "b" } },
            { "post", entry => entry with { Post = "APPROVAL" } },
            { "action", entry => entry with { Action = "RELEASED" } },
            { "detail", entry => entry with { Detail = entry.Detail + " " } },
            {
                "text moved from one field to the next",
                entry => entry with { Actor = entry.Actor + entry.Post, Post = "" }
            },
        };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_changed_entry_is_found(string what, Func<AuditEntry, AuditEntry> change)
    {
        Assert.NotNull(what);
        var trail = Trail();
        var entries = trail.Added.ToList();
        entries[1] = entries[1] with { Entry = change(entries[1].Entry) };

        Assert.Equal((2, AuditFault.EntryChanged), FirstFault(entries, trail.Head));
    }

    [Fact]
    public void An_entry_that_was_changed_and_hashed_anew_breaks_the_next_one()
    {
        var trail = Trail();
        var entries = trail.Added.ToList();
        var forged = entries[1].Entry with { Actor = "b" };
        entries[1] = new(forged, entries[1].PreviousHash, AuditChain.Hash(entries[0].Hash, forged));

        Assert.Equal((3, AuditFault.ChainBroken), FirstFault(entries, trail.Head));
    }

    [Fact]
    public void A_removed_entry_is_found()
    {
        var trail = Trail();
        var entries = trail.Added.ToList();
        entries.RemoveAt(1);

        Assert.Equal((3, AuditFault.EntryMissing), FirstFault(entries, trail.Head));
    }

    [Fact]
    public void A_removed_end_is_found()
    {
        var trail = Trail();

        Assert.Equal((3, AuditFault.EndMissing), FirstFault([.. trail.Added.Take(2)], trail.Head));
    }

    [Fact]
    public void Two_swapped_entries_are_found()
    {
        var trail = Trail();
        var entries = trail.Added.ToList();
        (entries[1], entries[2]) = (
            entries[2] with
            {
                Entry = entries[2].Entry with { EntryNo = 2 },
            },
            entries[1] with
            {
                Entry = entries[1].Entry with { EntryNo = 3 },
            }
        );

        Assert.Equal((2, AuditFault.ChainBroken), FirstFault(entries, trail.Head));
    }

    private static AuditTrail Trail()
    {
        var trail = new AuditTrail(CaseId, ChainHead.Empty);
        var by = new AuditActor("a", Post.Review);
        trail.Add(ApprovalCase.Open(People.Attempt(1, [Post.Review], 100m), At));
        trail.Add(new Claimed(At.AddMinutes(30)) { At = At, By = by });
        trail.Add(
            new Decided(Decision.Approve, 100m, InBulk: false)
            {
                At = At,
                By = by,
                Reason = "齐全",
            }
        );
        return trail;
    }

    private static (int EntryNo, AuditFault Fault)? FirstFault(
        IEnumerable<StoredAuditEntry> entries,
        ChainHead ofCase
    )
    {
        var last = ChainHead.Empty;
        foreach (var stored in entries)
        {
            if (AuditChain.Check(last, stored) is { } fault)
                return (stored.Entry.EntryNo, fault);
            last = new(stored.Entry.EntryNo, stored.Hash);
        }

        return AuditChain.CheckEnd(last, ofCase) is { } end ? (last.EntryNo + 1, end) : null;
    }
}
