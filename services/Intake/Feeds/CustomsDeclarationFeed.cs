using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Feeds;

/// <summary>One line of an export customs declaration 报关单, as customs closed it.</summary>
public sealed record CustomsDeclarationRow : IFeedRow
{
    /// <summary>21 characters: declaration of 18, 0, item of 2.</summary>
    [JsonConverter(typeof(CodeJsonConverter))]
    public required string LineNo { get; init; }

    [JsonConverter(typeof(CodeJsonConverter))]
    public required string ConsignorUscc { get; init; }
    public required DateOnly ExportDate { get; init; }

    [JsonConverter(typeof(CodeJsonConverter))]
    public required string CommodityCode { get; init; }
    public required string CommodityName { get; init; }

    /// <summary>First statutory unit, Chinese name or code.</summary>
    public required string Unit1 { get; init; }

    [JsonConverter(typeof(DecimalJsonConverter))]
    public required decimal Quantity1 { get; init; }

    /// <summary>Second statutory unit; null when the code has none.</summary>
    public string? Unit2 { get; init; }

    [JsonConverter(typeof(DecimalJsonConverter))]
    public decimal? Quantity2 { get; init; }

    /// <summary>Unit the parties traded in; null when it is the first one.</summary>
    public string? DeclaredUnit { get; init; }

    [JsonConverter(typeof(DecimalJsonConverter))]
    public decimal? DeclaredQuantity { get; init; }

    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal FobUsd { get; init; }

    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal FobCny { get; init; }

    /// <summary>ISO 4217 letters.</summary>
    [JsonConverter(typeof(CodeJsonConverter))]
    public required string Currency { get; init; }

    /// <summary>Trade mode 监管方式, 4 digits.</summary>
    [JsonConverter(typeof(CodeJsonConverter))]
    public required string TradeMode { get; init; }

    /// <summary>4 digits.</summary>
    [JsonConverter(typeof(CodeJsonConverter))]
    public required string CustomsDistrict { get; init; }

    /// <summary>GB/T 2260 prefix, 2 to 6 digits, or empty.</summary>
    [JsonConverter(typeof(CodeJsonConverter))]
    public required string SourceRegion { get; init; }

    /// <summary>ISO 3166-1 alpha-3, or empty.</summary>
    [JsonConverter(typeof(CodeJsonConverter))]
    public required string DestinationCountry { get; init; }

    /// <summary>CLOSED, AMENDED, RETURNED, CANCELLED or NOT_REBATABLE.</summary>
    public required string Status { get; init; }
    public required bool ViaBondedZone { get; init; }
    public required long Version { get; init; }

    [JsonIgnore]
    public string Key => LineNo;

    public void Check(RowFaults faults)
    {
        const decimal mostQuantity = 99_999_999_999m;
        const decimal mostAmount = 999_999_999_999m;
        faults.Code(LineNo, "lineNo", 21, 21);
        faults.TaxpayerId(ConsignorUscc, "consignorUscc");
        faults.Date(ExportDate, "exportDate");
        faults.Digits(CommodityCode, "commodityCode", 8, 14);
        faults.Text(CommodityName, "commodityName");
        faults.Text(Unit1, "unit1");
        faults.Number(Quantity1, "quantity1", 0, mostQuantity, 4);
        faults.Text(Unit2, "unit2");
        faults.Number(Quantity2, "quantity2", 0, mostQuantity, 4);
        faults.Text(DeclaredUnit, "declaredUnit");
        faults.Number(DeclaredQuantity, "declaredQuantity", 0, mostQuantity, 4);
        faults.Number(FobUsd, "fobUsd", 0, mostAmount, 2);
        faults.Number(FobCny, "fobCny", 0, mostAmount, 2);
        faults.Code(Currency, "currency", 3, 3);
        faults.Digits(TradeMode, "tradeMode", 4, 4);
        faults.Digits(CustomsDistrict, "customsDistrict", 4, 4);
        if (SourceRegion.Length > 0)
            faults.Digits(SourceRegion, "sourceRegion", 2, 6);
        if (DestinationCountry.Length > 0)
            faults.Code(DestinationCountry, "destinationCountry", 3, 3);
        faults.OneOf(
            Status,
            "status",
            "CLOSED",
            "AMENDED",
            "RETURNED",
            "CANCELLED",
            "NOT_REBATABLE"
        );
    }
}

/// <summary>Feed "customs-declarations"; key: lineNo.</summary>
public sealed class CustomsDeclarationFeed : IFeed<CustomsDeclarationRow>
{
    public string Name => "customs-declarations";

    public JsonTypeInfo<CustomsDeclarationRow> Json => FeedJson.Default.CustomsDeclarationRow;

    public VersionedTable<CustomsDeclarationRow> Table => VoucherTablesSql.CustomsLines;
}
