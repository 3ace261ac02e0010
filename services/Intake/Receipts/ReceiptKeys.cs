using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace RebateFlow.Intake.Receipts;

/// <summary>The key that signs receipts, and all that receipts were ever signed with.</summary>
/// <remarks>
/// File names sort by age (receipt-2026-01.pem), so the last private key signs. A file may hold the
/// public key alone: that of a key to come, before every instance has it, or of one whose private
/// half is destroyed.
/// </remarks>
public sealed class ReceiptKeys : IDisposable
{
    private const string Pattern = "receipt*.pem";

    private readonly List<ReceiptKey> all;
    private readonly ReceiptKey signing;

    private ReceiptKeys(List<ReceiptKey> all, ReceiptKey signing) =>
        (this.all, this.signing) = (all, signing);

    /// <summary>Id of the key that signs.</summary>
    public string SigningKeyId => signing.Id;

    /// <summary>Public keys, the newest first.</summary>
    public IReadOnlyList<PublicKey> Published => [.. all.Select(key => key.Public)];

    /// <summary>Reads the keys; in Development it makes one where there is none.</summary>
    /// <exception cref="InvalidOperationException">
    /// There is no private key and none must be made here, or a file holds no P-256 key.
    /// </exception>
    public static ReceiptKeys Load(ReceiptSettings settings, bool isDevelopment)
    {
        if (settings.KeyDirectory is not { } folder)
        {
            if (!isDevelopment)
                throw new InvalidOperationException(
                    "Receipts:KeyDirectory is not set. Outside Development receipts are signed "
                        + "only with a key from a folder of yours; "
                        + "services/Intake/Webhooks/README.md says how to make one."
                );
            var ephemeral = ReceiptKey.Of(ECDsa.Create(ECCurve.NamedCurves.nistP256), true);
            return new([ephemeral], ephemeral);
        }
        if (isDevelopment)
            MakeMissing(folder);

        var keys = FilesOf(folder).Select(Read).ToList();
        var signing = keys.FirstOrDefault(key => key.IsPrivate);
        return signing is not null
            ? new(keys, signing)
            : throw new InvalidOperationException(
                $"{folder} holds no private key in {Pattern}; "
                    + "services/Intake/Webhooks/README.md says how to make one."
            );
    }

    /// <summary>One private key on P-256 in PEM, which signs.</summary>
    internal static ReceiptKeys OfPem(string pem)
    {
        var ecdsa = ECDsa.Create();
        ecdsa.ImportFromPem(pem);
        var key = ReceiptKey.Of(ecdsa, isPrivate: true);
        return new([key], key);
    }

    /// <summary>A compact JWS (RFC 7515) with ES256 over these bytes.</summary>
    /// <param name="type">What it is; the header <c>typ</c>.</param>
    public string Sign(string type, ReadOnlySpan<byte> payload)
    {
        var header = $$"""{"alg":"ES256","kid":"{{signing.Id}}","typ":"{{type}}"}""";
        var input =
            Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))
            + "."
            + Base64Url.EncodeToString(payload);
        return input + "." + Base64Url.EncodeToString(signing.Sign(Encoding.ASCII.GetBytes(input)));
    }

    /// <inheritdoc/>
    public void Dispose() => all.ForEach(key => key.Dispose());

    private static IEnumerable<string> FilesOf(string folder) =>
        Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, Pattern).OrderDescending(StringComparer.Ordinal)
            : [];

    private static ReceiptKey Read(string file)
    {
        var ecdsa = ECDsa.Create();
        var pem = File.ReadAllText(file);
        try
        {
            ecdsa.ImportFromPem(pem);
            var isPrivate = pem.Contains("PRIVATE KEY", StringComparison.Ordinal);
            if (
                ecdsa.ExportParameters(false).Curve.Oid.Value
                == ECCurve.NamedCurves.nistP256.Oid.Value
            )
                return ReceiptKey.Of(ecdsa, isPrivate);
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException)
        {
            ecdsa.Dispose();
            throw new InvalidOperationException($"{file} holds no EC key in PEM.", fault);
        }
        ecdsa.Dispose();
        throw new InvalidOperationException($"{file} holds a key that is not on the curve P-256.");
    }

    private static void MakeMissing(string folder)
    {
        Directory.CreateDirectory(folder);
        if (FilesOf(folder).Any())
            return;
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(Path.Combine(folder, "receipt.pem"), options);
        writer.Write(ecdsa.ExportPkcs8PrivateKeyPem());
    }
}
