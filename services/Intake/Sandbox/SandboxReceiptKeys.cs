using System.Security.Cryptography;
using RebateFlow.Intake.Receipts;

namespace RebateFlow.Intake.Sandbox;

/// <summary>
/// The key of the sandbox: one for all instances, kept among the data of the sandbox, made when it
/// is first needed. A key set that verifies real receipts never contains it.
/// </summary>
public sealed class SandboxReceiptKeys(SandboxData data) : IDisposable
{
    private readonly SemaphoreSlim loading = new(1, 1);
    private ReceiptKeys? loaded;

    /// <summary>The key.</summary>
    public async ValueTask<ReceiptKeys> ReadAsync(CancellationToken cancel)
    {
        if (Volatile.Read(ref loaded) is { } known)
            return known;
        await loading.WaitAsync(cancel);
        try
        {
            if (loaded is null)
                Volatile.Write(ref loaded, ReceiptKeys.OfPem(await PemAsync(cancel)));
            return loaded!;
        }
        finally
        {
            loading.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        loaded?.Dispose();
        loading.Dispose();
    }

    private async Task<string> PemAsync(CancellationToken cancel)
    {
        await using var connection = await data.Source.OpenConnectionAsync(cancel);
        if (await SandboxReceiptKeySql.FindAsync(connection, cancel) is { } kept)
            return kept;
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = made.ExportPkcs8PrivateKeyPem();
        await SandboxReceiptKeySql.StoreAsync(connection, pem, cancel);
        return (await SandboxReceiptKeySql.FindAsync(connection, cancel))!;
    }
}
