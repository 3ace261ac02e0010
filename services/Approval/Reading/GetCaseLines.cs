using System.Text.Json.Serialization;
using Npgsql;
using RebateFlow.Approval.Requests;
using RebateFlow.Contracts.Intake;
using RebateFlow.Messaging;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Reading;

/// <summary>
/// The lines of the attempt under review, in form order: export lines, then purchase lines.
/// </summary>
/// <remarks>Errors: RBF-3003 wrong cursor or limit (400), 3010 no such case (404).</remarks>
public static class GetCaseLines
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/cases/{id:guid}/lines", HandleAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<Page>();

    /// <param name="EcrSummary">
    /// The summary's deciding rows; null for ER and after the first page.
    /// </param>
    public sealed record Page(
        IReadOnlyList<ExportLine> ExportLines,
        IReadOnlyList<PurchaseLine> PurchaseLines,
        EcrRows? EcrSummary,
        string? NextCursor
    );

    private static async Task<IResult> HandleAsync(
        Guid id,
        string? cursor,
        int? limit,
        HttpContext http,
        NpgsqlDataSource database
    )
    {
        if (OfficerOf.Token(http.User) is not { } officer)
            return Problems.Of(http, Problems.NoTaxAuthority);
        var skip = 0;
        var isCursor = cursor is null || (Cursor.TryDecode(cursor, out skip) && skip > 0);
        if (!isCursor || limit is < 1 or > Cursor.MaximumLimit)
            return Problems.Of(http, Problems.QueryWrong);

        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        var packed = await CaseViewSql.ContentAsync(connection, id, officer.TaxAuthority);
        return packed is null
            ? Problems.Of(http, Problems.NoSuchCase)
            : TypedResults.Ok(Cut(Payload.Unpack<FilingContent>(packed), skip, limit ?? 100));
    }

    private static Page Cut(FilingContent content, int skip, int take)
    {
        var exports = content.ExportLines.Skip(skip).Take(take).ToList();
        var before = Math.Max(0, skip - content.ExportLines.Count);
        var purchases = content.PurchaseLines.Skip(before).Take(take - exports.Count).ToList();
        var seen = skip + exports.Count + purchases.Count;
        var all = content.ExportLines.Count + content.PurchaseLines.Count;
        return new(
            [.. exports.Select(line => new ExportLine(line))],
            [.. purchases.Select(line => new PurchaseLine(line))],
            skip == 0 && content.EcrSummary is { } summary ? new EcrRows(summary) : null,
            seen < all ? Cursor.Encode(seen) : null
        );
    }

    /// <summary>
    /// An export line; amounts and rates as the conventions of the API want them.
    /// </summary>
    public sealed class ExportLine(FiledExportLine line)
    {
        public string LineNo => line.LineNo;
        public string AssociationNo => line.AssociationNo;
        public string CustomsDeclarationLineNo => line.CustomsDeclarationLineNo;
        public DateOnly ExportDate => line.ExportDate;
        public string CommodityCode => line.CommodityCode;
        public string CommodityName => line.CommodityName;
        public string Unit => line.Unit;

        [JsonConverter(typeof(DecimalJsonConverter))]
        public decimal Quantity => line.Quantity;

        /// <summary>US dollars FOB.</summary>
        [JsonConverter(typeof(MoneyJsonConverter))]
        public decimal FobUsd => line.FobUsd;

        /// <summary>CNY yuan FOB.</summary>
        [JsonConverter(typeof(MoneyJsonConverter))]
        public decimal FobCny => line.FobCny;
        public string CustomsDistrict => line.CustomsDistrict;
        public string SourceRegion => line.SourceRegion;
        public string DestinationCountry => line.DestinationCountry;
        public string TradeMode => line.TradeMode;

        /// <summary>Percent.</summary>
        [JsonConverter(typeof(DecimalJsonConverter))]
        public decimal RebateRate => line.RebateRatePercent;

        /// <summary>CNY yuan.</summary>
        [JsonConverter(typeof(MoneyJsonConverter))]
        public decimal Rebate => line.RebateCny;
    }

    /// <summary>A purchase line (ER).</summary>
    public sealed class PurchaseLine(FiledPurchaseLine line)
    {
        public string LineNo => line.LineNo;
        public string AssociationNo => line.AssociationNo;
        public string VoucherNo => line.VoucherNo;

        /// <summary>Line of the voucher; null when it has only one.</summary>
        public int? VoucherLineNo => line.VoucherLineNo;
        public string SupplierTaxId => line.SupplierTaxId;
        public string SupplierName => line.SupplierName;
        public DateOnly InvoiceDate => line.InvoiceDate;
        public string CommodityCode => line.CommodityCode;
        public string Unit => line.Unit;

        [JsonConverter(typeof(DecimalJsonConverter))]
        public decimal Quantity => line.Quantity;

        /// <summary>CNY yuan without VAT.</summary>
        [JsonConverter(typeof(MoneyJsonConverter))]
        public decimal TaxBase => line.TaxBaseCny;

        /// <summary>Percent.</summary>
        [JsonConverter(typeof(DecimalJsonConverter))]
        public decimal VatRate => line.VatRatePercent;

        /// <summary>Percent.</summary>
        [JsonConverter(typeof(DecimalJsonConverter))]
        public decimal RebateRate => line.RebateRatePercent;

        /// <summary>CNY yuan.</summary>
        [JsonConverter(typeof(MoneyJsonConverter))]
        public decimal Rebate => line.RebateCny;
    }

    /// <summary>Rows 9, 10, 13 and 15 to 19 of the ECR summary, CNY yuan.</summary>
    public sealed class EcrRows(FiledEcrSummary summary)
    {
        [JsonConverter(typeof(MoneyJsonConverter))]
        public decimal DisallowedTaxTotal => summary.DisallowedTaxTotal;

        [JsonConverter(typeof(MoneyJsonConverter))]
        public decimal EcrTax => summary.EcrTax;

        [JsonConverter(typeof(MoneyJsonConverter))]
        public decimal CarriedForwardEcr => summary.CarriedForwardEcr;

        [JsonConverter(typeof(MoneyJsonConverter))]
        public decimal EcrTotal => summary.EcrTotal;

        [JsonConverter(typeof(MoneyJsonConverter))]
        public decimal CarryForwardEcr => summary.CarryForwardEcr;

        [JsonConverter(typeof(MoneyJsonConverter))]
        public decimal EndingCredit => summary.EndingCredit;

        [JsonConverter(typeof(MoneyJsonConverter))]
        public decimal RebateDue => summary.RebateDue;

        [JsonConverter(typeof(MoneyJsonConverter))]
        public decimal ExemptCredit => summary.ExemptCredit;
    }
}
