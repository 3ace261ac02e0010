using System.Buffers.Binary;
using RebateFlow.Intake.Files.Reading;

namespace RebateFlow.Intake.Files.Feeds;

/// <summary>
/// The memo file of a FoxPro table: blocks of a size that its header states; a text begins with its
/// kind and length, high byte first.
/// </summary>
internal sealed class FptMemos
{
    private const int HeaderBytes = 512;
    private const int BlockHeaderBytes = 8;
    private const uint TextBlock = 1;

    private readonly byte[] bytes;
    private readonly int blockBytes;

    private FptMemos(byte[] bytes, int blockBytes)
    {
        this.bytes = bytes;
        this.blockBytes = blockBytes;
    }

    /// <summary>Reads the header.</summary>
    /// <exception cref="FileRefusedException">There is none.</exception>
    public static FptMemos Open(string name, byte[] bytes)
    {
        var blockBytes =
            bytes.Length < HeaderBytes ? 0 : BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(6));
        return blockBytes > 0
            ? new FptMemos(bytes, blockBytes)
            : throw FileRefusedException.Of(
                FileRefusalKind.Unreadable,
                $"{name}没有完整的表头。",
                $"{name} has no whole header."
            );
    }

    /// <summary>Where the text of a block stands; null when the block is none.</summary>
    /// <param name="block">Number of the block, as the table has it.</param>
    public Range? Find(uint block)
    {
        var at = block * (long)blockBytes;
        if (at < HeaderBytes || at + BlockHeaderBytes > bytes.Length)
            return null;
        var header = bytes.AsSpan((int)at, BlockHeaderBytes);
        var length = (long)BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        var start = at + BlockHeaderBytes;
        return
            BinaryPrimitives.ReadUInt32BigEndian(header) == TextBlock
            && start + length <= bytes.Length
            ? new Range((int)start, (int)(start + length))
            : null;
    }

    /// <summary>The bytes of a text.</summary>
    public ReadOnlySpan<byte> Text(Range range) => bytes.AsSpan()[range];
}
