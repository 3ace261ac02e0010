using Npgsql;
using RebateFlow.Approval.Casework.Audit;

namespace RebateFlow.Approval.Audit;

/// <summary>Recomputes the anchors and the trees under them.</summary>
public static class VerifyAnchors
{
    /// <param name="known">An anchor as somebody noted it down, its hash in hex.</param>
    /// <param name="isWhole">
    /// Whether to recompute the trees; without it only the known anchor is looked for.
    /// </param>
    public static async Task<AnchorsVerified> RunAsync(
        NpgsqlConnection connection,
        (int No, string Hash)? known,
        bool isWhole
    )
    {
        var anchors = await AnchorSql.AllAsync(connection);
        DateTimeOffset? coveredBefore =
            anchors.Count > 0 ? anchors[^1].Anchor.Cut - AuditAnchor.Grace : null;
        if (Known(anchors, known) is { } unlike)
            return new(0, unlike, null);
        if (!isWhole)
            return new(0, null, coveredBefore);

        StoredAnchor? before = null;
        await using var leaves = AnchorSql.AllLeavesAsync(connection).GetAsyncEnumerator();
        var hasLeaf = await leaves.MoveNextAsync();
        foreach (var stored in anchors)
        {
            var hashes = new List<byte[]>(stored.Anchor.LeafCount);
            while (hasLeaf && leaves.Current.AnchorNo <= stored.Anchor.AnchorNo)
            {
                hashes.Add(leaves.Current.Hash());
                hasLeaf = await leaves.MoveNextAsync();
            }
            if (AuditAnchor.Check(before, stored, MerkleTree.Root(hashes)) is { } fault)
                return new(before?.Anchor.AnchorNo ?? 0, new(stored.Anchor.AnchorNo, fault), null);
            before = stored;
        }
        return hasLeaf
            ? new(anchors.Count, new(leaves.Current.AnchorNo, AuditFault.AnchorMissing), null)
            : new(anchors.Count, null, coveredBefore);
    }

    private static BrokenAnchor? Known(
        IReadOnlyList<StoredAnchor> anchors,
        (int No, string Hash)? known
    )
    {
        if (known is not { } kept)
            return null;
        var found = anchors.FirstOrDefault(one => one.Anchor.AnchorNo == kept.No);
        if (found is null)
            return new(kept.No, AuditFault.AnchorMissing);
        return Convert.ToHexString(found.Hash).Equals(kept.Hash, StringComparison.OrdinalIgnoreCase)
            ? null
            : new(kept.No, AuditFault.AnchorChanged);
    }
}

/// <param name="Verified">Anchors that are as they were taken.</param>
/// <param name="CoveredBefore">Entries older than that lie under an anchor.</param>
public sealed record AnchorsVerified(
    int Verified,
    BrokenAnchor? Broken,
    DateTimeOffset? CoveredBefore
);

public sealed record BrokenAnchor(int AnchorNo, AuditFault Fault);
