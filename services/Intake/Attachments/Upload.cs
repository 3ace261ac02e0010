using System.Security.Cryptography;
using System.Text;
using RebateFlow.Intake.Files.Attachments;
using RebateFlow.Intake.Submissions;

namespace RebateFlow.Intake.Attachments;

/// <summary>
/// An attachment on its way in: its content stands in a scratch file that is gone when this is
/// closed, its hash was made while it was read.
/// </summary>
internal sealed class Upload : IAsyncDisposable
{
    private readonly Dictionary<string, string> fields = new(StringComparer.Ordinal);
    private byte[] start = [];

    /// <summary>The content, from its beginning once it was taken.</summary>
    public Stream Content { get; } = LargeFiles.OpenScratch(long.MaxValue);

    /// <summary>Bytes of the content.</summary>
    public int Length { get; private set; }

    /// <summary>SHA-256 of the content.</summary>
    public byte[] Sha256 { get; private set; } = [];

    /// <summary>What it is by its content.</summary>
    public AttachmentKind? Kind => AttachmentKinds.Of(start);

    /// <summary>What was said beside the content; the last word of a name counts.</summary>
    public void Say(string name, string value) => fields[name] = value.Trim();

    /// <summary>What was said beside the content.</summary>
    public AttachmentLabel Label =>
        new(Said("fileName") ?? "", Said("doubtCode"), Said("form"), Said("place"));

    /// <summary>Reads content to its end; false when it is larger than allowed.</summary>
    public async Task<bool> TakeAsync(Stream body, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, cancel)) > 0)
        {
            if (Length + read > AttachmentRules.LargestBytes)
                return false;
            if (start.Length < AttachmentKinds.StartBytes)
                start = [.. start, .. buffer[..Math.Min(read, AttachmentKinds.StartBytes)]];
            hash.AppendData(buffer.AsSpan(0, read));
            await Content.WriteAsync(buffer.AsMemory(0, read), cancel);
            Length += read;
        }
        Sha256 = hash.GetHashAndReset();
        Content.Position = 0;
        return true;
    }

    /// <summary>SHA-256 of everything that makes the request what it is.</summary>
    public byte[] HashFor(Guid id) =>
        SHA256.HashData(
            Encoding.UTF8.GetBytes($"{id}\n{Label}\n{Convert.ToHexStringLower(Sha256)}")
        );

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Content.DisposeAsync();

    private string? Said(string name) =>
        fields.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
}
