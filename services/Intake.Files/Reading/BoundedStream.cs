namespace RebateFlow.Intake.Files.Reading;

/// <summary>
/// Refuses to unpack more than the directory of the zip stated, and markup without an angle bracket
/// for long: an XML reader holds each name and each attribute in memory whole.
/// </summary>
internal sealed class BoundedStream(Stream inner, long most) : Stream
{
    private long read;
    private long sinceBracket;

    /// <summary>Whether the bytes are markup.</summary>
    public bool IsMarkup { get; init; }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => read;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var length = inner.Read(buffer);
        read += length;
        if (read > most)
        {
            throw FileRefusedException.Of(
                FileRefusalKind.TooLarge,
                "文件解压后的大小与压缩包目录不符。",
                "The file unpacks to more than the directory of the zip states."
            );
        }
        if (IsMarkup)
            WatchMarkup(buffer[..length]);
        return length;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private void WatchMarkup(ReadOnlySpan<byte> bytes)
    {
        var first = bytes.IndexOf((byte)'<');
        sinceBracket += first < 0 ? bytes.Length : first;
        if (sinceBracket > FileLimits.MarkupBytes)
        {
            throw FileRefusedException.Of(
                FileRefusalKind.TooLarge,
                "工作簿中有过长的内容。",
                "The workbook holds a text or tag that is too long."
            );
        }
        if (first >= 0)
            sinceBracket = bytes.Length - bytes.LastIndexOf((byte)'<');
    }
}
