namespace RebateFlow.ServiceDefaults.Requests;

/// <summary>
/// The body of a request on its way to its reader. Damaged packing, and text in JSON that cannot be
/// kept, are refused as soon as they come by; nothing is held back or copied.
/// </summary>
/// <param name="body">As the server reads it, unpacked.</param>
/// <param name="isPacked">It came with a Content-Encoding.</param>
/// <param name="isJson">Its text is looked at.</param>
internal sealed class CheckedBody(Stream body, bool isPacked, bool isJson) : Stream
{
    private JsonTextScan scan;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        int read;
        try
        {
            read = await body.ReadAsync(buffer, cancellationToken);
        }
        // Brotli, zlib and gzip each raise a kind of their own.
        catch (Exception fault)
            when (isPacked && fault is InvalidDataException or InvalidOperationException)
        {
            throw new UnusableRequestException(
                "请求体与其Content-Encoding不符，请重新压缩后发送。",
                "The body is not what its Content-Encoding says; pack it again.",
                cause: fault
            );
        }
        if (isJson && !buffer.IsEmpty && !Accept(buffer.Span[..read]))
            throw new UnusableRequestException(
                "请求体中有无法保存的字符：U+0000、不成对的代理字符或非UTF-8字节。",
                "The body holds characters that cannot be kept: U+0000, half of a surrogate "
                    + "pair, or bytes that are not UTF-8."
            );
        return read;
    }

    public override Task<int> ReadAsync(
        byte[] buffer,
        int offset,
        int count,
        CancellationToken cancellationToken
    ) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Bodies are read asynchronously.");

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();

    private bool Accept(ReadOnlySpan<byte> piece) =>
        piece.IsEmpty ? scan.AcceptEnd() : scan.Accept(piece);
}
