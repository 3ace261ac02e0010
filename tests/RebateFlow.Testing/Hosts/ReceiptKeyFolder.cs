using System.Security.Cryptography;

namespace RebateFlow.Testing.Hosts;

/// <summary>A folder of keys for receipts, with one in it; it goes with the test.</summary>
public sealed class ReceiptKeyFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rebateflow-receipts");

    public ReceiptKeyFolder() => AddPrivate("receipt-2026-01.pem");

    public string Path => folder.FullName;

    public void AddPrivate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Write(name, key.ExportPkcs8PrivateKeyPem());
    }

    public void AddPublic(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Write(name, key.ExportSubjectPublicKeyInfoPem());
    }

    public void Write(string name, string text) =>
        File.WriteAllText(System.IO.Path.Combine(Path, name), text);

    public void Dispose() => folder.Delete(recursive: true);
}
