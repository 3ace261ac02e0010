namespace RebateFlow.Intake.Checks.Information;

/// <summary>Names of the feeds that bring electronic information an attempt may wait for.</summary>
public static class FeedNames
{
    /// <summary>Customs lines, by 21-character number.</summary>
    public const string CustomsDeclarations = "customs-declarations";

    /// <summary>
    /// Invoices, by voucher number, or number and line where others of it are known.
    /// </summary>
    public const string VatInvoices = "vat-invoices";

    /// <summary>Agency certificates, by number.</summary>
    public const string AgencyCertificates = "agency-certificates";

    /// <summary>VAT returns; the key is the declarant's code, a slash and the period.</summary>
    public const string VatReturns = "vat-returns";

    /// <summary>
    /// No feed: the end of another pre-declaration, by its id, which the rest of a customs line
    /// waits for.
    /// </summary>
    public const string PreDeclarations = "pre-declarations";
}
