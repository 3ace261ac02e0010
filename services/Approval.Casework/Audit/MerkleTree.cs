using System.Security.Cryptography;

namespace RebateFlow.Approval.Casework.Audit;

/// <summary>
/// The hash tree of RFC 6962, section 2.1: one root stands for many leaves, and a short path proves
/// that a leaf is among them.
/// </summary>
public static class MerkleTree
{
    /// <summary>SHA-256 of a zero byte and the content.</summary>
    public static byte[] Leaf(ReadOnlySpan<byte> content) => Hash(0, content, []);

    /// <summary>The root over the leaves in their order; of none, the hash of nothing.</summary>
    public static byte[] Root(IReadOnlyList<byte[]> leaves)
    {
        if (leaves.Count == 0)
            return SHA256.HashData([]);
        var level = leaves;
        while (level.Count > 1)
            level = Above(level);
        return level[0];
    }

    /// <summary>The hashes beside the path from a leaf to the root, the lowest first.</summary>
    public static IReadOnlyList<byte[]> Path(IReadOnlyList<byte[]> leaves, int index)
    {
        var path = new List<byte[]>();
        for (var level = leaves; level.Count > 1; level = Above(level), index /= 2)
        {
            var beside = index ^ 1;
            if (beside < level.Count)
                path.Add(level[beside]);
        }
        return path;
    }

    /// <summary>The root that a leaf and its path lead to.</summary>
    /// <param name="count">Leaves of the tree, more than <paramref name="index"/>.</param>
    /// <returns>Null when the path does not fit a tree of that size.</returns>
    public static byte[]? RootOf(byte[] leaf, int index, int count, IReadOnlyList<byte[]> path)
    {
        var hash = leaf;
        var used = 0;
        for (; count > 1; index /= 2, count = (count + 1) / 2)
        {
            if ((index ^ 1) >= count)
                continue; // The last one of an odd level goes up as it is.
            if (used == path.Count)
                return null;
            var beside = path[used++];
            hash = index % 2 == 0 ? Hash(1, hash, beside) : Hash(1, beside, hash);
        }
        return used == path.Count ? hash : null;
    }

    private static List<byte[]> Above(IReadOnlyList<byte[]> level)
    {
        var above = new List<byte[]>((level.Count + 1) / 2);
        for (var i = 0; i < level.Count; i += 2)
            above.Add(i + 1 < level.Count ? Hash(1, level[i], level[i + 1]) : level[i]);
        return above;
    }

    private static byte[] Hash(byte kind, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([kind]);
        hash.AppendData(first);
        hash.AppendData(second);
        return hash.GetHashAndReset();
    }
}
