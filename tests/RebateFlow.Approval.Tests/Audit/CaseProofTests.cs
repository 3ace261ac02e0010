using System.Text.Json;
using RebateFlow.Approval.Casework.Audit;
using RebateFlow.Approval.Casework.Cases;
using People = RebateFlow.Approval.Tests.Cases.Officers;

namespace RebateFlow.Approval.Tests.Audit;

/// <summary>An exported file proves itself; whatever is changed in it shows.</summary>
public sealed class CaseProofTests
{
    private static readonly Guid CaseId = new("019ab5c0-0000-7000-8000-00000000002a");
    private static readonly DateTimeOffset At = new(2026, 4, 20, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_proof_holds_also_after_a_round_through_json()
    {
        var json = JsonSerializer.Serialize(Proof(), JsonSerializerOptions.Web);

        var read = JsonSerializer.Deserialize<CaseProof>(json, JsonSerializerOptions.Web)!;

        Assert.Null(read.Check());
    }

    public static TheoryData<string, Func<CaseProof, CaseProof>, BrokenProof> Changes() =>
        new()
        {
            {
                "a detail",
                proof => proof with { Entries = [proof.Entries[0], Second(proof, detail: "{}")] },
                new(2, null, AuditFault.EntryChanged)
            },
            {
                "an entry left out",
                proof => proof with { Entries = [proof.Entries[1]] },
                new(2, null, AuditFault.EntryMissing)
            },
            {
                "the end left out",
                proof => proof with { Entries = [proof.Entries[0]] },
                new(2, 1, AuditFault.EndMissing)
            },
            {
                "another content",
                proof => proof with { Contents = new Dictionary<string, string> { ["1"] = "ff" } },
                new(1, null, AuditFault.ContentChanged)
            },
            {
                "another day of the anchor",
                proof =>
                    proof with
                    {
                        Anchors = [proof.Anchors[0] with { Day = new(2026, 4, 19) }],
                    },
                new(2, 1, AuditFault.AnchorDiffers)
            },
            {
                "another place in the tree",
                proof => proof with { Anchors = [proof.Anchors[0] with { LeafIndex = 0 }] },
                new(2, 1, AuditFault.AnchorDiffers)
            },
        };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_is_named(
        string what,
        Func<CaseProof, CaseProof> change,
        BrokenProof expected
    )
    {
        Assert.NotEmpty(what);

        Assert.Equal(expected, change(Proof()).Check());
    }

    private static ProvedEntry Second(CaseProof proof, string detail) =>
        proof.Entries[1] with
        {
            Detail = detail,
        };

    private static CaseProof Proof()
    {
        var trail = new AuditTrail(CaseId, ChainHead.Empty);
        var attempt = People.Attempt(1, [Post.Review], 100m) with { ContentSha256 = "aa" };
        trail.Add(ApprovalCase.Open(attempt, At));
        trail.Add(new Claimed(At.AddMinutes(30)) { At = At, By = new("a", null) });
        AnchorLeaf[] leaves =
        [
            new(1, Guid.CreateVersion7(), 1, new byte[32]),
            new(1, CaseId, 2, trail.Head.Hash),
            new(1, Guid.CreateVersion7(), 4, new byte[32]),
        ];
        var hashes = leaves.Select(leaf => leaf.Hash()).ToList();
        var anchor = new AuditAnchor(
            1,
            new(2026, 4, 20),
            At.AddHours(14),
            leaves.Length,
            MerkleTree.Root(hashes),
            AuditChain.Start
        );
        return new()
        {
            CaseId = CaseId,
            ExportedAt = At,
            Entries = [.. trail.Added.Select(ProvedEntry.Of)],
            Anchors =
            [
                new(1, anchor.Day, anchor.Cut, 2, 1, leaves.Length)
                {
                    Path = MerkleTree.Path(hashes, 1),
                    PreviousHash = anchor.PreviousHash,
                    Hash = anchor.Hash(),
                },
            ],
            Contents = new Dictionary<string, string> { ["1"] = "aa" },
        };
    }
}
