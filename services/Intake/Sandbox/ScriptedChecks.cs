using Npgsql;
using RebateFlow.Intake.Checking;
using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.NoDataForms;
using RebateFlow.Intake.Reference;
using RebateFlow.Intake.Requests;
using RebateFlow.Intake.Vouchers;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Sandbox;

/// <summary>
/// The real checks for sandbox clients, against information made for the filing and the real rates
/// and dated tables.
/// </summary>
public sealed class ScriptedChecks(
    NpgsqlDataSource database,
    ReferenceSnapshots references,
    AuthorityClock clock
)
{
    /// <summary>
    /// Checks the live attempt of a pre-declaration that the transaction holds. One that waits and
    /// has a form by now goes as far as the read that would bring its data, only without them.
    /// </summary>
    public async Task CheckAsync(NpgsqlTransaction transaction, Guid id, CancellationToken cancel)
    {
        var play =
            await SandboxSql.FindAsync(transaction, id, cancel)
            ?? throw new InvalidOperationException("Only what is stored is checked.");
        var reads = play.IsWaiting ? play.Reads + 1 : 0;
        await CheckAsync(transaction, play, reads, hasArrived: false, cancel);
    }

    /// <summary>Checks one that waits with the read that brings its data.</summary>
    public Task CheckWithArrivedDataAsync(
        NpgsqlTransaction transaction,
        SandboxPlay play,
        CancellationToken cancel
    ) => CheckAsync(transaction, play, play.Reads + 1, hasArrived: true, cancel);

    private async Task CheckAsync(
        NpgsqlTransaction transaction,
        SandboxPlay play,
        int reads,
        bool hasArrived,
        CancellationToken cancel
    )
    {
        var version = await ReferenceSnapshotSql.VersionAsync(database, cancel);
        var snapshot = await references.AtLeastAsync(version, cancel);
        var subject = play.ToSubject();
        var filing = PackedJson.Unpack(subject.Document, RequestJson.Default.SubmittedFiling);
        var scenario = SandboxScript.ScenarioOf(filing);
        var forms = await NoDataFormSql.FindAsync(transaction.Connection!, subject.Id, cancel);
        var information = SandboxWorld.Of(
            filing,
            scenario,
            hasArrived,
            (snapshot.Rates, snapshot.ExchangeRates),
            snapshot.Tables
        ) with
        {
            NoDataForms = forms.ToDictionary(
                row => (row.Feed, row.Key),
                row => new NoDataForm(row.FiledOn, IsOfThisFiling: true)
            ),
        };
        var now = clock.Moment;
        var check = new FinishedCheck(
            subject,
            new VoucherOwner(subject, filing, clock.DayOf(subject.SubmittedAt)),
            new LoadedInformation(information, SandboxWorld.DeclarantOf(filing), version),
            PreDeclarationCheck.Run(filing, information, now.Day),
            now.At
        );
        await SandboxSql.StoreAsync(transaction, check, scenario, reads, cancel);
    }
}
