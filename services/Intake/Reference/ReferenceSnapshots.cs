using Npgsql;
using RebateFlow.Intake.Checks.Rates;
using RebateFlow.Intake.Checks.Reference;

namespace RebateFlow.Intake.Reference;

/// <summary>Reference data of one version, as every check reads it.</summary>
/// <param name="Version">Grows with every change of the rate library or the exchange rates.</param>
/// <param name="Rates">The rate library.</param>
/// <param name="ExchangeRates">The exchange rates.</param>
/// <param name="Tables">Doubt codes, settings, policy periods; what was fed first.</param>
public sealed record ReferenceSnapshot(
    long Version,
    RateLibrary Rates,
    ExchangeRates ExchangeRates,
    ReferenceData Tables
);

/// <summary>
/// Keeps the reference data in memory. A check reads the version that is in force together with its
/// vouchers, so an instance never judges by data older than that.
/// </summary>
public sealed class ReferenceSnapshots(NpgsqlDataSource database) : IDisposable
{
    private readonly SemaphoreSlim loading = new(1, 1);
    private ReferenceSnapshot current = new(
        0,
        RateLibrary.Empty,
        ExchangeRates.None,
        ReferenceData.Embedded
    );

    /// <summary>A snapshot of this version or a later one.</summary>
    public async ValueTask<ReferenceSnapshot> AtLeastAsync(long version, CancellationToken cancel)
    {
        var snapshot = Volatile.Read(ref current);
        if (snapshot.Version >= version)
            return snapshot;

        await loading.WaitAsync(cancel);
        try
        {
            if (current.Version < version)
                Volatile.Write(ref current, await ReferenceSnapshotSql.LoadAsync(database, cancel));
            return current;
        }
        finally
        {
            loading.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ReferenceData> ReadAsync(CancellationToken cancel)
    {
        var version = await ReferenceSnapshotSql.VersionAsync(database, cancel);
        return (await AtLeastAsync(version, cancel)).Tables;
    }

    /// <inheritdoc/>
    public void Dispose() => loading.Dispose();
}
