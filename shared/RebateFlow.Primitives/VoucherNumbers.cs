using System.Globalization;

namespace RebateFlow.Primitives;

/// <summary>
/// Forms of purchase voucher numbers 进货凭证号. Ordinary and digital invoices both have 20 digits, so
/// the kind is carried beside the number and never guessed from its length.
/// </summary>
public static class VoucherNumbers
{
    /// <summary>Special VAT invoice 增值税专用发票: code of 10 digits, number of 8.</summary>
    public static bool IsSpecialInvoice(string? text) =>
        CodeText.Normalize(text) is { Length: 18 } normal && CodeText.IsDigits(normal);

    /// <summary>
    /// Ordinary or roll invoice: code of 12 digits that starts with 0, number of 8.
    /// </summary>
    public static bool IsOrdinaryInvoice(string? text) =>
        CodeText.Normalize(text) is ['0', ..] and { Length: 20 } normal
        && CodeText.IsDigits(normal);

    /// <summary>Digital invoice 数电票: 20 digits, year 2, province 2, channel 1, serial 15.</summary>
    public static bool IsDigitalInvoice(string? text) =>
        CodeText.Normalize(text) is { Length: 20 } normal && CodeText.IsDigits(normal);

    /// <summary>
    /// Year of issue that a digital invoice number begins with, 0 to 99; null for another form.
    /// </summary>
    public static int? YearOfDigitalInvoice(string? text) =>
        IsDigitalInvoice(text) ? TwoDigits(text, 0) : null;

    /// <summary>
    /// Year of printing in the code of a special invoice (digits 5 and 6), 0 to 99; null for
    /// another form.
    /// </summary>
    public static int? YearOfSpecialInvoice(string? text) =>
        IsSpecialInvoice(text) ? TwoDigits(text, 4) : null;

    /// <summary>
    /// Year of printing in the code of an ordinary or roll invoice (digits 6 and 7), 0 to 99; null
    /// for another form.
    /// </summary>
    public static int? YearOfOrdinaryInvoice(string? text) =>
        IsOrdinaryInvoice(text) ? TwoDigits(text, 5) : null;

    /// <summary>
    /// Customs payment slip 海关进口增值税专用缴款书: 18 to 22 digits, capitals and hyphens.
    /// </summary>
    public static bool IsCustomsPayment(string? text)
    {
        var normal = CodeText.Normalize(text);
        return normal.Length is >= 18 and <= 22
            && CodeText.IsCapitalsOrDigits(normal.Replace("-", "", StringComparison.Ordinal));
    }

    private static int TwoDigits(string? text, int start) =>
        int.Parse(CodeText.Normalize(text).AsSpan(start, 2), CultureInfo.InvariantCulture);
}
