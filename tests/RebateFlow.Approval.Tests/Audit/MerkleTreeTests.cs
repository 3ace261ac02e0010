using RebateFlow.Approval.Casework.Audit;

namespace RebateFlow.Approval.Tests.Audit;

public sealed class MerkleTreeTests
{
    public static TheoryData<int> Sizes() => [1, 2, 3, 4, 5, 6, 7, 8, 9, 31, 100];

    [Theory]
    [InlineData(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void The_root_is_that_of_the_vectors_of_certificate_transparency(int size, string root)
    {
        string[] inputs =
        [
            "",
            "00",
            "10",
            "2021",
            "3031",
            "40414243",
            "5051525354555657",
            "606162636465666768696a6b6c6d6e6f",
        ];
        var leaves = inputs.Take(size).Select(Convert.FromHexString).Select(Leaf).ToList();

        Assert.Equal(root, Convert.ToHexStringLower(MerkleTree.Root(leaves)));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_leaf_leads_to_the_root_by_its_path(int size)
    {
        var leaves = Leaves(size);
        var root = MerkleTree.Root(leaves);
        for (var i = 0; i < size; i++)
        {
            var path = MerkleTree.Path(leaves, i);
            Assert.Equal(root, MerkleTree.RootOf(leaves[i], i, size, path));
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Another_leaf_another_place_or_a_longer_path_leads_elsewhere(int size)
    {
        var leaves = Leaves(size);
        var root = MerkleTree.Root(leaves);
        var path = MerkleTree.Path(leaves, 0);

        Assert.NotEqual(root, MerkleTree.RootOf(Leaf([255]), 0, size, path));
        Assert.Null(MerkleTree.RootOf(leaves[0], 0, size, [.. path, root]));
        if (size > 1)
            Assert.NotEqual(root, MerkleTree.RootOf(leaves[0], 1, size, path));
    }

    private static byte[] Leaf(byte[] content) => MerkleTree.Leaf(content);

    private static List<byte[]> Leaves(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Leaf([(byte)i]))];
}
