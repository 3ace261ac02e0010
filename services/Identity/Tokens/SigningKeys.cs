using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace RebateFlow.Identity.Tokens;

/// <summary>
/// The keys that outlive a restart, read from <see cref="IdentitySettings.KeyDirectory"/>.
/// </summary>
/// <param name="Signing">
/// RSA keys, the one that signs first; the others stay published until their tokens have expired.
/// </param>
/// <param name="Encryption">256 bits; seals authorization codes and refresh tokens.</param>
public sealed record SigningKeys(
    IReadOnlyList<RsaSecurityKey> Signing,
    SymmetricSecurityKey Encryption
)
{
    private const int RsaBits = 3072;
    private const int EncryptionBytes = 32;

    /// <summary>Reads the keys; in Development it makes those that are missing.</summary>
    /// <exception cref="InvalidOperationException">
    /// Keys are missing and must not be made here.
    /// </exception>
    public static SigningKeys Load(IdentitySettings settings, bool isDevelopment)
    {
        if (settings.KeyDirectory is null)
        {
            return isDevelopment
                ? Ephemeral()
                : throw new InvalidOperationException(
                    "Identity:KeyDirectory is not set. Outside Development Identity signs only "
                        + "with keys from a folder of yours; services/Identity/README.md says how "
                        + "to make them."
                );
        }

        if (isDevelopment)
            MakeMissing(settings.KeyDirectory);

        var signing = SigningFiles(settings.KeyDirectory).Select(ReadRsa).ToList();
        var encryptionFile = Path.Combine(settings.KeyDirectory, "encryption.key");
        if (signing.Count == 0 || !File.Exists(encryptionFile))
        {
            throw new InvalidOperationException(
                $"{settings.KeyDirectory} lacks signing*.pem or encryption.key; "
                    + "services/Identity/README.md says how to make them."
            );
        }

        var encryption = Convert.FromBase64String(File.ReadAllText(encryptionFile).Trim());
        return encryption.Length == EncryptionBytes
            ? new(signing, new SymmetricSecurityKey(encryption))
            : throw new InvalidOperationException(
                $"{encryptionFile} must hold {EncryptionBytes} bytes in base64."
            );
    }

    /// <summary>Names sort by age (signing-2026-01.pem), so the last one is the newest.</summary>
    private static IEnumerable<string> SigningFiles(string directory) =>
        Directory.Exists(directory)
            ? Directory
                .EnumerateFiles(directory, "signing*.pem")
                .OrderDescending(StringComparer.Ordinal)
            : [];

    private static RsaSecurityKey ReadRsa(string file)
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(File.ReadAllText(file));
        return Named(rsa.ExportParameters(includePrivateParameters: true));
    }

    /// <summary>
    /// The thumbprint is the key id: the same key has the same id after every restart.
    /// </summary>
    private static RsaSecurityKey Named(RSAParameters parameters)
    {
        var key = new RsaSecurityKey(parameters);
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        return key;
    }

    private static SigningKeys Ephemeral()
    {
        using var rsa = RSA.Create(RsaBits);
        return new(
            [Named(rsa.ExportParameters(includePrivateParameters: true))],
            new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(EncryptionBytes))
        );
    }

    private static void MakeMissing(string directory)
    {
        Directory.CreateDirectory(directory);
        if (!SigningFiles(directory).Any())
        {
            using var rsa = RSA.Create(RsaBits);
            WritePrivate(Path.Combine(directory, "signing.pem"), rsa.ExportPkcs8PrivateKeyPem());
        }

        var encryptionFile = Path.Combine(directory, "encryption.key");
        if (!File.Exists(encryptionFile))
        {
            var bytes = RandomNumberGenerator.GetBytes(EncryptionBytes);
            WritePrivate(encryptionFile, Convert.ToBase64String(bytes));
        }
    }

    private static void WritePrivate(string file, string text)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(file, options);
        writer.Write(text);
    }
}
