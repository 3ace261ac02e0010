using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace RebateFlow.Intake.Receipts;

/// <summary>A key on P-256; its id is its thumbprint (RFC 7638), the same everywhere.</summary>
internal sealed class ReceiptKey : IDisposable
{
    private readonly ECDsa ecdsa;

    private ReceiptKey(ECDsa ecdsa, bool isPrivate, PublicKey published) =>
        (this.ecdsa, IsPrivate, Public) = (ecdsa, isPrivate, published);

    public string Id => Public.Kid;

    public bool IsPrivate { get; }

    public PublicKey Public { get; }

    /// <summary>The key of an algorithm object, which it takes over.</summary>
    public static ReceiptKey Of(ECDsa ecdsa, bool isPrivate)
    {
        var point = ecdsa.ExportParameters(includePrivateParameters: false).Q;
        var (x, y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        // RFC 7638 fixes the members, their order, and that there are no spaces.
        var canonical = $$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""";
        var thumbprint = SHA256.HashData(Encoding.ASCII.GetBytes(canonical));
        return new(ecdsa, isPrivate, new PublicKey(Base64Url.EncodeToString(thumbprint), x, y));
    }

    public byte[] Sign(byte[] data)
    {
        // One signature at a time: the object behind it is not made for many threads.
        lock (ecdsa)
            return ecdsa.SignData(
                data,
                HashAlgorithmName.SHA256,
                DSASignatureFormat.IeeeP1363FixedFieldConcatenation
            );
    }

    public void Dispose() => ecdsa.Dispose();
}

/// <summary>A public key as JSON Web Key (RFC 7517).</summary>
/// <param name="Kid">Its thumbprint, as the header of a receipt names it.</param>
/// <param name="X">First coordinate, base64url.</param>
/// <param name="Y">Second coordinate, base64url.</param>
public sealed record PublicKey(string Kid, string X, string Y)
{
    /// <summary>Always EC.</summary>
    public string Kty => "EC";

    /// <summary>Always P-256.</summary>
    public string Crv => "P-256";

    /// <summary>Always sig.</summary>
    public string Use => "sig";

    /// <summary>Always ES256.</summary>
    public string Alg => "ES256";
}
