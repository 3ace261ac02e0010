using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Feeds;

/// <summary>An item of a certificate of export goods by agent 代理出口货物证明.</summary>
public sealed record AgencyCertificateRow : IFeedRow
{
    /// <summary>20 characters: certificate (18) and item (2).</summary>
    [JsonConverter(typeof(CodeJsonConverter))]
    public required string CertificateNo { get; init; }

    /// <summary>Principal 委托方 who declares the rebate.</summary>
    [JsonConverter(typeof(CodeJsonConverter))]
    public required string PrincipalUscc { get; init; }

    /// <summary>Customs declaration line it certifies, 21 characters.</summary>
    [JsonConverter(typeof(CodeJsonConverter))]
    public required string CustomsDeclarationLineNo { get; init; }
    public required long Version { get; init; }

    [JsonIgnore]
    public string Key => CertificateNo;

    public void Check(RowFaults faults)
    {
        faults.Code(CertificateNo, "certificateNo", 20, 20);
        faults.TaxpayerId(PrincipalUscc, "principalUscc");
        faults.Code(CustomsDeclarationLineNo, "customsDeclarationLineNo", 21, 21);
    }
}

/// <summary>Foreign exchange received for a customs line 收汇, or what stands for it.</summary>
public sealed record FxReceiptRow : IFeedRow
{
    /// <summary>Number of the authority that reports it, 1 to 40 letters or digits.</summary>
    public required string ReceiptNo { get; init; }

    /// <summary>21 characters.</summary>
    [JsonConverter(typeof(CodeJsonConverter))]
    public required string CustomsDeclarationLineNo { get; init; }

    /// <summary>RECEIVED, or DEEMED when material for 视同收汇 was filed.</summary>
    public required string Kind { get; init; }

    /// <summary>ISO 4217 letters.</summary>
    public required string Currency { get; init; }

    /// <summary>Amount in the currency, 0 or more.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal Amount { get; init; }
    public required DateOnly ReceivedOn { get; init; }
    public required long Version { get; init; }

    [JsonIgnore]
    public string Key => ReceiptNo;

    public void Check(RowFaults faults)
    {
        faults.Code(ReceiptNo, "receiptNo", 1, 40);
        faults.Code(CustomsDeclarationLineNo, "customsDeclarationLineNo", 21, 21);
        faults.OneOf(Kind, "kind", "RECEIVED", "DEEMED");
        faults.Code(Currency, "currency", 3, 3);
        faults.Number(Amount, "amount", 0, 999_999_999_999m, 2);
        faults.Date(ReceivedOn, "receivedOn");
    }
}

/// <summary>Feed "agency-certificates"; key: certificateNo.</summary>
public sealed class AgencyCertificateFeed : IFeed<AgencyCertificateRow>
{
    public string Name => FeedNames.AgencyCertificates;

    public JsonTypeInfo<AgencyCertificateRow> Json => FeedJson.Default.AgencyCertificateRow;

    public VersionedTable<AgencyCertificateRow> Table => FeedTablesSql.Certificates;
}

/// <summary>
/// Feed "fx-receipts"; key: receiptNo. R308 and R309 are judged from the day on that the check
/// setting fx_receipts_fed is 1.
/// </summary>
public sealed class FxReceiptFeed : IFeed<FxReceiptRow>
{
    public string Name => "fx-receipts";

    public JsonTypeInfo<FxReceiptRow> Json => FeedJson.Default.FxReceiptRow;

    public VersionedTable<FxReceiptRow> Table => FeedTablesSql.FxReceipts;
}
