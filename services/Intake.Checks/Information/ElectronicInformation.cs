using RebateFlow.Intake.Checks.Rates;
using RebateFlow.Intake.Checks.Reference;

namespace RebateFlow.Intake.Checks.Information;

/// <summary>
/// Everything an attempt is compared with, loaded beforehand so that the checks are pure. Keys are
/// normalised numbers (half width, upper case); what is absent from a dictionary has no electronic
/// information.
/// </summary>
public sealed record ElectronicInformation
{
    /// <summary>The declarant; null when the register does not know it.</summary>
    public required EnterpriseRecord? Enterprise { get; init; }

    /// <summary>Customs lines by 21-character number.</summary>
    public required IReadOnlyDictionary<string, CustomsRecord> CustomsLines { get; init; }

    /// <summary>Purchase vouchers by number (ER).</summary>
    public IReadOnlyDictionary<string, InvoiceRecord> Invoices { get; init; } =
        new Dictionary<string, InvoiceRecord>();

    /// <summary>Agency certificates by number.</summary>
    public IReadOnlyDictionary<string, AgencyCertificateRecord> AgencyCertificates { get; init; } =
        new Dictionary<string, AgencyCertificateRecord>();

    /// <summary>Processing books by number (ECR).</summary>
    public IReadOnlyDictionary<string, ProcessingBookRecord> ProcessingBooks { get; init; } =
        new Dictionary<string, ProcessingBookRecord>();

    /// <summary>Earlier filings that offsets may take back.</summary>
    public Originals Originals { get; init; } = Originals.None;

    /// <summary>
    /// Foreign exchange received for customs lines, or material for it filed, by line; null when no
    /// such feed is connected, which leaves R308, R309 and R331 unjudged.
    /// </summary>
    public IReadOnlyDictionary<string, ForexReceived>? ForexReceipts { get; init; }

    /// <summary>
    /// Forms on missing information that the declarant filed, by feed and key of the voucher.
    /// </summary>
    public IReadOnlyDictionary<(string Feed, string Key), NoDataForm> NoDataForms { get; init; } =
        new Dictionary<(string, string), NoDataForm>();

    /// <summary>Rate library 退税率文库.</summary>
    public required RateLibrary Rates { get; init; }

    /// <summary>Exchange rates.</summary>
    public required ExchangeRates ExchangeRates { get; init; }

    /// <summary>VAT return of the period (ECR); null when there is none on file.</summary>
    public VatReturnRecord? VatReturn { get; init; }

    /// <summary>Last ECR summary; null when this is the first.</summary>
    public PriorEcrSummary? PriorEcrSummary { get; init; }

    /// <summary>
    /// The first later period, yyyyMM, that officers have approved already, for a month that comes
    /// in late; null when none has been, and for a month that has its place among them.
    /// </summary>
    public string? LaterDecidedPeriod { get; init; }

    /// <summary>
    /// What the last month left of its VAT credit, rows 17 less 18 of its live batches, CNY yuan
    /// (ECR); null without a summary of that month.
    /// </summary>
    public decimal? PreviousCredit { get; init; }

    /// <summary>Settlements of processing books that are registered (ECR).</summary>
    public RegisteredSettlements Settlements { get; init; } = RegisteredSettlements.None;

    /// <summary>Other live batches of the period (ECR).</summary>
    public OtherBatches OtherBatches { get; init; } = OtherBatches.None;

    /// <summary>
    /// Whether another live pre-declaration of the declarant has the period and batch.
    /// </summary>
    public required bool BatchInUse { get; init; }

    /// <summary>Units, trade modes, policy periods, limits, texts.</summary>
    public required ReferenceData Reference { get; init; }
}
