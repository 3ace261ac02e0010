using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RebateFlow.Intake.Receipts;

namespace RebateFlow.Intake.Tests.Receipts;

/// <summary>Which key signs, which are published, and which are not taken.</summary>
public sealed class ReceiptKeysTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("receipt-keys");

    [Fact]
    public void The_newest_private_key_signs_and_all_are_published()
    {
        Write("receipt-2026-01.pem", ecdsa => ecdsa.ExportPkcs8PrivateKeyPem());
        using var first = Load();
        Write("receipt-2026-07.pem", ecdsa => ecdsa.ExportPkcs8PrivateKeyPem());
        Write("receipt-2027-01.pem", ecdsa => ecdsa.ExportSubjectPublicKeyInfoPem());
        using var later = Load();

        Assert.Equal(3, later.Published.Count);
        Assert.Contains(first.SigningKeyId, later.Published.Select(key => key.Kid));
        Assert.NotEqual(first.SigningKeyId, later.SigningKeyId);
        Assert.NotEqual(later.Published[0].Kid, later.SigningKeyId);
        Assert.True(Verifies(first.Sign("t", "{}"u8), later.Published));
    }

    [Fact]
    public void A_signature_is_over_header_and_payload()
    {
        Write("receipt.pem", ecdsa => ecdsa.ExportECPrivateKeyPem());
        using var keys = Load();
        var signed = keys.Sign("t", """{"a":1}"""u8);
        var parts = signed.Split('.');

        Assert.True(Verifies(signed, keys.Published));
        var other = Base64Url.EncodeToString("""{"a":2}"""u8);
        Assert.False(Verifies($"{parts[0]}.{other}.{parts[2]}", keys.Published));
    }

    [Fact]
    public void The_key_id_is_the_thumbprint_of_RFC_7638()
    {
        Write("receipt.pem", ecdsa => ecdsa.ExportPkcs8PrivateKeyPem());
        using var keys = Load();
        var key = keys.Published[0];
        var canonical = $$"""{"crv":"P-256","kty":"EC","x":"{{key.X}}","y":"{{key.Y}}"}""";

        Assert.Equal(
            Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))),
            keys.SigningKeyId
        );
    }

    [Fact]
    public void Outside_development_a_folder_with_a_private_key_is_needed()
    {
        var none = Assert.Throws<InvalidOperationException>(() =>
            ReceiptKeys.Load(new ReceiptSettings(), isDevelopment: false)
        );
        Write("receipt.pem", ecdsa => ecdsa.ExportSubjectPublicKeyInfoPem());
        var publicOnly = Assert.Throws<InvalidOperationException>(() => Load());

        Assert.Contains("Receipts:KeyDirectory", none.Message, StringComparison.Ordinal);
        Assert.Contains("no private key", publicOnly.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Development_makes_a_key_and_keeps_it()
    {
        using var made = Load(isDevelopment: true);
        using var again = Load(isDevelopment: true);

        Assert.Equal(made.SigningKeyId, again.SigningKeyId);
    }

    [Fact]
    public void A_key_on_another_curve_and_a_file_that_is_no_key_are_refused()
    {
        var file = Path.Combine(folder.FullName, "receipt.pem");
        using (var other = ECDsa.Create(ECCurve.NamedCurves.nistP384))
            File.WriteAllText(file, other.ExportPkcs8PrivateKeyPem());
        Assert.Contains("P-256", Refusal(), StringComparison.Ordinal);

        File.WriteAllText(file, "no key");
        Assert.Contains("no EC key", Refusal(), StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private string Refusal() => Assert.Throws<InvalidOperationException>(() => Load()).Message;

    private ReceiptKeys Load(bool isDevelopment = false) =>
        ReceiptKeys.Load(new ReceiptSettings { KeyDirectory = folder.FullName }, isDevelopment);

    private void Write(string name, Func<ECDsa, string> pem)
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(Path.Combine(folder.FullName, name), pem(ecdsa));
    }

    /// <summary>As any reader of the key set would, from RFC 7515 and nothing of ours.</summary>
    private static bool Verifies(string jws, IReadOnlyList<PublicKey> published)
    {
        var parts = jws.Split('.');
        using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]));
        Assert.Equal("ES256", header.RootElement.GetProperty("alg").GetString());
        var key = published.Single(one =>
            one.Kid == header.RootElement.GetProperty("kid").GetString()
        );
        using var ecdsa = ECDsa.Create(
            new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = { X = Base64Url.DecodeFromChars(key.X), Y = Base64Url.DecodeFromChars(key.Y) },
            }
        );
        return ecdsa.VerifyData(
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
            Base64Url.DecodeFromChars(parts[2]),
            HashAlgorithmName.SHA256
        );
    }
}
