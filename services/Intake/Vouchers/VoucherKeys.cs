using RebateFlow.Intake.Checking;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Intake.Checks.Reference;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Vouchers;

/// <summary>
/// Numbers an attempt names, normalised, each once and in key order; those that its former attempt
/// holds are among them, so that one ordered lock covers both.
/// </summary>
/// <param name="CustomsLines">Customs declaration lines.</param>
/// <param name="Invoices">Purchase vouchers, with all of their lines.</param>
/// <param name="Books">Processing books.</param>
/// <param name="Certificates">Certificates of export goods by agent.</param>
public sealed record VoucherKeys(
    string[] CustomsLines,
    string[] Invoices,
    string[] Books,
    string[] Certificates
)
{
    /// <summary>Numbers of vouchers, books left out.</summary>
    public IEnumerable<string> Vouchers => [.. CustomsLines, .. Invoices, .. Certificates];

    /// <summary>
    /// Longest number of any kind; a longer one cannot have electronic information.
    /// </summary>
    private const int LongestNumber = 64;

    /// <summary>Collects them.</summary>
    public static VoucherKeys Of(SubmittedFiling filing, CheckSubject subject) =>
        new(
            Ordered(
                filing.ExportLines.Select(line => line.CustomsDeclarationLineNo),
                subject.Held.CustomsLineNos
            ),
            Ordered(filing.PurchaseLines.Select(line => line.VoucherNo), subject.Held.InvoiceNos),
            Ordered(filing.ExportLines.Select(line => line.ProcessingBookNo), []),
            Ordered(filing.ExportLines.Select(line => line.AgencyCertificateNo), [])
        );

    private static string[] Ordered(IEnumerable<string?> declared, string[] held)
    {
        var keys = new HashSet<string>(held, StringComparer.Ordinal);
        foreach (var number in declared)
        {
            var key = CodeText.Normalize(number);
            if (key.Length is > 0 and <= LongestNumber)
                keys.Add(key);
        }
        string[] ordered = [.. keys];
        Array.Sort(ordered, StringComparer.Ordinal);
        return ordered;
    }
}

/// <summary>
/// Whose uses of a voucher do not count against the attempt, because it replaces them.
/// </summary>
public sealed class VoucherOwner
{
    private readonly Dictionary<string, decimal> customs;
    private readonly Dictionary<InvoiceKey, (decimal Quantity, decimal TaxBaseCny)> invoices;

    /// <summary>The owner of an attempt under check.</summary>
    public VoucherOwner(CheckSubject subject, SubmittedFiling filing, DateOnly handedInOn)
    {
        Filing = filing;
        PreDeclarationId = subject.Id;
        AttemptNo = subject.AttemptNo;
        HandedInOn = handedInOn;
        Uscc = subject.Uscc;
        Label = $"{subject.Uscc}/{filing.Period}-{filing.BatchNo}";
        customs = subject.Held.ByCustomsLine();
        invoices = subject.Held.ByInvoice();
        HasMonth = filing.Method == RebateMethod.Ecr;
        IsFollowUp = subject.AttemptNo > 1 || subject.State != PreDeclarationState.Submitted;
        Keys = VoucherKeys.Of(filing, subject);
    }

    public SubmittedFiling Filing { get; }

    public Guid PreDeclarationId { get; }

    public int AttemptNo { get; }

    public string Uscc { get; }

    /// <summary>The day whose enterprise class counts.</summary>
    public DateOnly HandedInOn { get; }

    /// <summary>How its own claims are marked: declarant/period-batch.</summary>
    public string Label { get; }

    public bool HasMonth { get; }

    /// <summary>Whether the pre-declaration was checked before.</summary>
    public bool IsFollowUp { get; }

    public VoucherKeys Keys { get; }

    /// <summary>
    /// Whether no two attempts name a voucher, a batch, or a month of ECR alike, so that none of
    /// them has to see what another one does.
    /// </summary>
    public static bool AreApart(IReadOnlyList<VoucherOwner> owners)
    {
        var seen = new HashSet<(char Kind, string Key)>();
        return owners.All(owner =>
            owner.Keys.CustomsLines.All(key => seen.Add(('C', key)))
            && owner.Keys.Invoices.All(key => seen.Add(('I', key)))
            && seen.Add(('B', owner.Label))
            && (!owner.HasMonth || seen.Add(('M', owner.Uscc)))
        );
    }

    /// <summary>
    /// Whether a form on missing information may matter: it was filed after the first check, or
    /// keeps the time limit of an export.
    /// </summary>
    public bool MayHaveForms(CheckLimits limits, DateOnly today) =>
        IsFollowUp || Filing.ExportLines.Any(line => today > limits.NormalEndFor(line.ExportDate));

    /// <summary>What its former attempt holds of a customs line.</summary>
    public decimal HeldQuantityOfCustomsLine(string lineNo) => customs.GetValueOrDefault(lineNo);

    /// <summary>What its former attempt holds of a line of an invoice.</summary>
    public (decimal Quantity, decimal TaxBaseCny) HeldOfInvoice(InvoiceKey key) =>
        invoices.GetValueOrDefault(key);

    /// <summary>
    /// Where else a voucher is in use, as its declarant may read it. Nothing of another declarant.
    /// </summary>
    public string UsedElsewhere(string usedIn, decimal usedByOthers) =>
        usedByOthers > 0
        && usedIn != Label
        && usedIn.StartsWith(Uscc + "/", StringComparison.Ordinal)
            ? usedIn[(Uscc.Length + 1)..]
            : "";
}
