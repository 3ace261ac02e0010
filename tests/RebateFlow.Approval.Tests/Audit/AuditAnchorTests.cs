using RebateFlow.Approval.Casework.Audit;

namespace RebateFlow.Approval.Tests.Audit;

public sealed class AuditAnchorTests
{
    private static readonly byte[] Root = MerkleTree.Leaf([1]);

    [Fact]
    public void The_hash_of_an_anchor_is_what_another_program_computes() =>
        // Made with hashlib and struct in Python from the description of AuditAnchor.Hash.
        Assert.Equal(
            "0fcdbf16d19df4548dc97697b73386fa8c46e92a61745e09635012969f75880f",
            Convert.ToHexStringLower(First().Hash())
        );

    public static TheoryData<string, Func<AuditAnchor, AuditAnchor>> Changes() =>
        new()
        {
            { "day", anchor => anchor with { Day = anchor.Day.AddDays(1) } },
            { "cut", anchor => anchor with { Cut = anchor.Cut.AddMicroseconds(1) } },
            { "leaves", anchor => anchor with { LeafCount = 2 } },
        };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_changed_anchor_is_found(string what, Func<AuditAnchor, AuditAnchor> change)
    {
        Assert.NotEmpty(what);
        var stored = new StoredAnchor(change(First()), First().Hash());

        Assert.Equal(AuditFault.AnchorChanged, AuditAnchor.Check(null, stored, Root));
    }

    [Fact]
    public void Changed_leaves_are_found()
    {
        var stored = new StoredAnchor(First(), First().Hash());

        Assert.Null(AuditAnchor.Check(null, stored, Root));
        Assert.Equal(
            AuditFault.AnchorLeavesChanged,
            AuditAnchor.Check(null, stored, MerkleTree.Leaf([2]))
        );
    }

    [Fact]
    public void A_missing_and_a_replaced_anchor_are_found()
    {
        var first = new StoredAnchor(First(), First().Hash());
        var third = First() with { AnchorNo = 3, PreviousHash = first.Hash };
        var foreign = First() with { AnchorNo = 2, PreviousHash = new byte[32] };

        Assert.Equal(
            AuditFault.AnchorMissing,
            AuditAnchor.Check(first, new(third, third.Hash()), Root)
        );
        Assert.Equal(
            AuditFault.AnchorChanged,
            AuditAnchor.Check(first, new(foreign, foreign.Hash()), Root)
        );
    }

    private static AuditAnchor First() =>
        new(
            1,
            new(2026, 4, 19),
            new(2026, 4, 19, 16, 0, 0, TimeSpan.Zero),
            1,
            Root,
            AuditChain.Start
        );
}
