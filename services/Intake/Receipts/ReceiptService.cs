using Npgsql;
using RebateFlow.Intake.Checks.Reference;
using RebateFlow.Intake.Reference;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Receipts;

/// <summary>Writes receipts when they are first asked for, and finds them again.</summary>
public sealed class ReceiptService(ReferenceSnapshots reference, AuthorityClock clock)
{
    // Two requests at once may find a newer decision each; more than that is no coincidence.
    private const int MostTries = 5;

    /// <summary>The receipt of an approved filing, in compact form.</summary>
    /// <param name="connection">To the data the filing is among.</param>
    /// <param name="filing">The filing.</param>
    /// <param name="signer">Signs it when there is none yet.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<string> ReceiptOfAsync(
        NpgsqlConnection connection,
        ApprovedFiling filing,
        ReceiptSigner signer,
        CancellationToken cancel
    )
    {
        for (var tries = 0; filing.Jws is null; tries++)
        {
            if (tries == MostTries)
                throw new TimeoutException("The decision kept changing while it was signed.");
            await ReceiptSql.StoreAsync(
                connection,
                filing,
                await WriteAsync(connection, filing, signer, cancel),
                cancel
            );
            filing =
                await ReceiptSql.FindAsync(connection, filing.Id, filing.Uscc, cancel)
                ?? throw new InvalidOperationException("A pre-declaration is never deleted.");
        }
        return filing.Jws;
    }

    private async Task<NewReceipt> WriteAsync(
        NpgsqlConnection connection,
        ApprovedFiling filing,
        ReceiptSigner signer,
        CancellationToken cancel
    )
    {
        var keys = await signer.ReadKeysAsync(cancel);
        var packed = await ReceiptSql.FindDocumentAsync(
            connection,
            filing.Id,
            filing.AttemptNo,
            cancel
        );
        var document = ReceiptDocument.Read(packed);
        var payload = Receipt.Write(
            signer.Issuer,
            filing,
            new FilingDays(clock.DayOf(filing.SubmittedAt), clock.DayOf(filing.DecidedAt)),
            document,
            await reference.ReadAsync(cancel)
        );
        return new NewReceipt(
            [.. document.ExportDates],
            keys.SigningKeyId,
            keys.Sign(signer.Issuer.Type, payload),
            clock.Now
        );
    }
}
