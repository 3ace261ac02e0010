using System.Text.Json.Serialization;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.NoDataForms;

/// <summary>Kinds of vouchers that the form is filed for.</summary>
[JsonConverter(typeof(WireCodeJsonConverter<NoDataVoucherKind>))]
public enum NoDataVoucherKind
{
    /// <summary>Line of a customs declaration, 21 characters (M101).</summary>
    CustomsDeclaration,

    /// <summary>Item of a certificate of export goods by agent, 20 characters (M114).</summary>
    AgencyCertificate,

    /// <summary>Purchase voucher, 18 to 22 characters (M201).</summary>
    Invoice,
}

/// <summary>Kinds of vouchers and the feeds that bring their data.</summary>
internal static class NoDataVouchers
{
    public static string FeedOf(NoDataVoucherKind kind) =>
        kind switch
        {
            NoDataVoucherKind.CustomsDeclaration => FeedNames.CustomsDeclarations,
            NoDataVoucherKind.AgencyCertificate => FeedNames.AgencyCertificates,
            NoDataVoucherKind.Invoice => FeedNames.VatInvoices,
        };

    public static NoDataVoucherKind KindOf(string feed) =>
        Enum.GetValues<NoDataVoucherKind>().First(kind => FeedOf(kind) == feed);
}
