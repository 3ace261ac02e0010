using Npgsql;
using RebateFlow.Intake.Vouchers;

namespace RebateFlow.Intake.Checking;

/// <summary>
/// Reads the results of <see cref="ElectronicInformationSql"/>, in the order it asks, and gives
/// each row to the attempt that named its key.
/// </summary>
internal sealed class InformationRows
{
    private readonly Dictionary<string, AttemptRows> byCustomsLine;
    private readonly Dictionary<string, AttemptRows> byInvoice;

    /// <param name="owners">Attempts that have no voucher in common.</param>
    public InformationRows(IReadOnlyList<VoucherOwner> owners)
    {
        All = [.. owners.Select(owner => new AttemptRows(owner))];
        Monthly = [.. All.Where(rows => rows.Owner.HasMonth)];
        byCustomsLine = ByKey(keys => keys.CustomsLines);
        byInvoice = ByKey(keys => keys.Invoices);
        CustomsLineNos = [.. byCustomsLine.Keys.Order(StringComparer.Ordinal)];
        InvoiceNos = [.. byInvoice.Keys.Order(StringComparer.Ordinal)];
        BookNos = [.. Monthly.SelectMany(rows => rows.Owner.Keys.Books).Distinct()];
        CertificateNos = [.. All.SelectMany(rows => rows.Owner.Keys.Certificates).Distinct()];
    }

    public IReadOnlyList<AttemptRows> All { get; }

    /// <summary>Those that have a VAT return of the month and a summary.</summary>
    public IReadOnlyList<AttemptRows> Monthly { get; }

    public string[] CustomsLineNos { get; }

    public string[] InvoiceNos { get; }

    public string[] BookNos { get; }

    public string[] CertificateNos { get; }

    public long ReferenceVersion { get; private set; }

    /// <summary>Whether other filings use part of a customs line of these.</summary>
    public bool IsAnyUsedElsewhere => All.Any(rows => rows.SharedCustomsLines.Count > 0);

    /// <summary>Says that receipts are fed, so that none of a line means none.</summary>
    public void ConnectFxReceipts()
    {
        foreach (var rows in All)
            rows.ConnectFxReceipts();
    }

    public void ReadFxReceipt(NpgsqlDataReader reader)
    {
        if (byCustomsLine.TryGetValue(reader.GetString(0), out var rows))
            rows.ReadFxReceipt(reader);
    }

    public async Task ReadAsync(NpgsqlDataReader reader, CancellationToken cancel)
    {
        foreach (var rows in All)
        {
            await reader.ReadAsync(cancel);
            ReferenceVersion = reader.GetInt64(0);
            rows.ReadHeader(reader);
        }
        if (CustomsLineNos.Length > 0)
        {
            await reader.NextResultAsync(cancel);
            while (await reader.ReadAsync(cancel))
                byCustomsLine[reader.GetString(0)].ReadCustomsLine(reader);
        }
        if (InvoiceNos.Length > 0)
        {
            await reader.NextResultAsync(cancel);
            while (await reader.ReadAsync(cancel))
                byInvoice[reader.GetString(0)].ReadInvoice(reader);
        }
        if (CertificateNos.Length > 0)
        {
            await reader.NextResultAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                foreach (var rows in All)
                    rows.ReadCertificate(reader);
            }
        }
        if (Monthly.Count > 0)
            await ReadMonthsAsync(reader, cancel);
    }

    private async Task ReadMonthsAsync(NpgsqlDataReader reader, CancellationToken cancel)
    {
        if (BookNos.Length > 0)
            await reader.NextResultAsync(cancel); // The locks of the books.
        await reader.NextResultAsync(cancel); // The locks of the exporters' months.
        await reader.NextResultAsync(cancel); // The locks of the returns.
        await reader.NextResultAsync(cancel);
        foreach (var rows in Monthly)
        {
            await reader.ReadAsync(cancel);
            rows.ReadMonth(reader);
        }
        await reader.NextResultAsync(cancel);
        while (await reader.ReadAsync(cancel))
            Monthly[(int)reader.GetInt64(0) - 1].ReadLink(reader);
        if (BookNos.Length == 0)
            return;
        await reader.NextResultAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            foreach (var rows in Monthly)
                rows.ReadBook(reader);
        }
    }

    private Dictionary<string, AttemptRows> ByKey(Func<VoucherKeys, string[]> keysOf)
    {
        var byKey = new Dictionary<string, AttemptRows>(StringComparer.Ordinal);
        foreach (var rows in All)
        foreach (var key in keysOf(rows.Owner.Keys))
            byKey.Add(key, rows);
        return byKey;
    }
}
