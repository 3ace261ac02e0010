using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Checks.Rates;

namespace RebateFlow.Intake.Tests;

/// <summary>
/// A filing with the electronic information that agrees with it. A test changes one thing and looks
/// at what the check says.
/// </summary>
internal sealed record Scene(SubmittedFiling Filing, ElectronicInformation Info, DateOnly Today)
{
    public static Scene Er() => Samples.Er();

    public static Scene Ecr() => Samples.Ecr();

    public CheckOutcome Run() => PreDeclarationCheck.Run(Filing, Info, Today);

    public IReadOnlyList<string> Codes() => [.. Run().Doubts.Select(d => d.Code)];

    public Scene With(Func<SubmittedFiling, SubmittedFiling> change) =>
        this with
        {
            Filing = change(Filing),
        };

    public Scene WithInfo(Func<ElectronicInformation, ElectronicInformation> change) =>
        this with
        {
            Info = change(Info),
        };

    public Scene WithExport(Func<ExportLine, ExportLine> change) =>
        With(f => f with { ExportLines = [change(f.ExportLines[0]), .. f.ExportLines.Skip(1)] });

    public Scene WithPurchase(Func<PurchaseLine, PurchaseLine> change) =>
        With(f =>
            f with
            {
                PurchaseLines = [change(f.PurchaseLines[0]), .. f.PurchaseLines.Skip(1)],
            }
        );

    public Scene AddExport(Func<ExportLine, ExportLine> change) =>
        With(f =>
            f with
            {
                ExportLines =
                [
                    .. f.ExportLines,
                    change(
                        f.ExportLines[0] with
                        {
                            LineNo = LineNumbers.At(f.ExportLines.Count + 1),
                        }
                    ),
                ],
            }
        );

    public Scene AddPurchase(Func<PurchaseLine, PurchaseLine> change) =>
        With(f =>
            f with
            {
                PurchaseLines =
                [
                    .. f.PurchaseLines,
                    change(
                        f.PurchaseLines[0] with
                        {
                            LineNo = LineNumbers.At(f.PurchaseLines.Count + 1),
                        }
                    ),
                ],
            }
        );

    public Scene WithCustoms(Func<CustomsRecord, CustomsRecord> change) =>
        WithInfo(i =>
            i with
            {
                CustomsLines = Keyed(i.CustomsLines.Values.Select(change), c => c.LineNo),
            }
        );

    public Scene AddCustoms(Func<CustomsRecord, CustomsRecord> change) =>
        WithInfo(i =>
            i with
            {
                CustomsLines = Keyed(
                    i.CustomsLines.Values.Append(change(i.CustomsLines.Values.First())),
                    c => c.LineNo
                ),
            }
        );

    public Scene WithInvoice(Func<InvoiceRecord, InvoiceRecord> change) =>
        WithInfo(i =>
            i with
            {
                Invoices = Keyed(i.Invoices.Values.Select(Agreeing(change)), v => v.VoucherNo),
            }
        );

    public Scene AddInvoice(Func<InvoiceRecord, InvoiceRecord> change) =>
        WithInfo(i =>
            i with
            {
                Invoices = Keyed(
                    i.Invoices.Values.Append(Agreeing(change)(i.Invoices.Values.First())),
                    v => v.VoucherNo
                ),
            }
        );

    /// <summary>The invoices are of these lines.</summary>
    public Scene WithLines(InvoiceRecord[] lines) =>
        WithInfo(i => i with { Invoices = InvoiceLines.ByNumber(lines) });

    public Scene WithLastPurchase(Func<PurchaseLine, PurchaseLine> change) =>
        With(f =>
            f with
            {
                PurchaseLines = [.. f.PurchaseLines.SkipLast(1), change(f.PurchaseLines[^1])],
            }
        );

    public Scene WithEnterprise(Func<EnterpriseRecord, EnterpriseRecord> change) =>
        WithInfo(i => i with { Enterprise = change(i.Enterprise!) });

    public Scene WithBook(Func<ProcessingBookRecord, ProcessingBookRecord> change) =>
        WithInfo(i =>
            i with
            {
                ProcessingBooks = Keyed(i.ProcessingBooks.Values.Select(change), b => b.BookNo),
            }
        );

    public Scene WithRates(params RateRow[] rows) =>
        WithInfo(i => i with { Rates = new RateLibrary(rows) });

    /// <summary>The tax goes with amount and rate unless the change says what it is.</summary>
    private static Func<InvoiceRecord, InvoiceRecord> Agreeing(
        Func<InvoiceRecord, InvoiceRecord> change
    ) =>
        invoice =>
        {
            var changed = change(invoice);
            return changed.Tax == invoice.Tax
                ? changed with
                {
                    Tax = changed.ComputedTax,
                }
                : changed;
        };

    private static Dictionary<string, T> Keyed<T>(IEnumerable<T> values, Func<T, string> key) =>
        values.ToDictionary(key, StringComparer.Ordinal);
}
