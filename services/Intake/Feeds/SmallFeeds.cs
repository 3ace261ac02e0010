using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Feeds;

/// <summary>The exchange rate of a month.</summary>
public sealed record ExchangeRateFeedRow : IFeedRow
{
    /// <summary>ISO 4217 letters.</summary>
    [JsonConverter(typeof(CodeJsonConverter))]
    public required string Currency { get; init; }

    /// <summary>yyyyMM.</summary>
    public required string Month { get; init; }

    /// <summary>CNY yuan for one unit of the currency, six decimals.</summary>
    [JsonConverter(typeof(DecimalJsonConverter))]
    public required decimal CnyPerUnit { get; init; }
    public required long Version { get; init; }

    [JsonIgnore]
    public string Key => $"{Currency}/{Month}";

    public void Check(RowFaults faults)
    {
        faults.Code(Currency, "currency", 3, 3);
        faults.Period(Month, "month");
        faults.Number(CnyPerUnit, "cnyPerUnit", 0.000001m, 999_999m, 6);
    }
}

/// <summary>The VAT return of a production enterprise for a month.</summary>
public sealed record VatReturnRow : IFeedRow
{
    [JsonConverter(typeof(CodeJsonConverter))]
    public required string Uscc { get; init; }

    /// <summary>yyyyMM.</summary>
    public required string Period { get; init; }

    /// <summary>ECR export sales of the return, CNY yuan.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal EcrSalesCny { get; init; }

    /// <summary>Ending credit 期末留抵税额, CNY yuan, 0 or more.</summary>
    [JsonConverter(typeof(MoneyJsonConverter))]
    public required decimal EndingCredit { get; init; }
    public required DateOnly FiledOn { get; init; }
    public required long Version { get; init; }

    [JsonIgnore]
    public string Key => $"{Uscc}/{Period}";

    public void Check(RowFaults faults)
    {
        faults.Uscc(Uscc, "uscc");
        faults.Period(Period, "period");
        faults.Number(EcrSalesCny, "ecrSalesCny", -999_999_999_999m, 999_999_999_999m, 2);
        faults.Number(EndingCredit, "endingCredit", 0, 999_999_999_999m, 2);
        faults.Date(FiledOn, "filedOn");
    }
}

/// <summary>A handbook or ledger 手(账)册 of processing with imported materials.</summary>
public sealed record ProcessingBookRow : IFeedRow
{
    /// <summary>12 characters.</summary>
    [JsonConverter(typeof(CodeJsonConverter))]
    public required string BookNo { get; init; }

    [JsonConverter(typeof(CodeJsonConverter))]
    public required string Uscc { get; init; }

    /// <summary>Registered planned allocation rate as a share, 0 to 1, six decimals.</summary>
    [JsonConverter(typeof(DecimalJsonConverter))]
    public required decimal PlannedAllocationRate { get; init; }
    public required DateOnly ValidFrom { get; init; }

    /// <summary>Last day to settle; null when none is set.</summary>
    public DateOnly? SettleBy { get; init; }

    /// <summary>OPEN or SETTLED.</summary>
    public required string Status { get; init; }
    public required long Version { get; init; }

    [JsonIgnore]
    public string Key => BookNo;

    public void Check(RowFaults faults)
    {
        faults.Code(BookNo, "bookNo", 12, 12);
        faults.Uscc(Uscc, "uscc");
        faults.Number(PlannedAllocationRate, "plannedAllocationRate", 0, 1, 6);
        faults.Date(ValidFrom, "validFrom");
        faults.Date(SettleBy, "settleBy");
        faults.OneOf(Status, "status", "OPEN", "SETTLED");
    }
}

/// <summary>Feed "exchange-rates"; key: currency, month.</summary>
public sealed class ExchangeRateFeed : IFeed<ExchangeRateFeedRow>
{
    public string Name => "exchange-rates";

    public JsonTypeInfo<ExchangeRateFeedRow> Json => FeedJson.Default.ExchangeRateFeedRow;

    public VersionedTable<ExchangeRateFeedRow> Table => FeedTablesSql.ExchangeRates;
}

/// <summary>Feed "vat-returns"; key: uscc, period.</summary>
public sealed class VatReturnFeed : IFeed<VatReturnRow>
{
    public string Name => "vat-returns";

    public JsonTypeInfo<VatReturnRow> Json => FeedJson.Default.VatReturnRow;

    public VersionedTable<VatReturnRow> Table => FeedTablesSql.VatReturns;
}

/// <summary>Feed "processing-books"; key: bookNo.</summary>
public sealed class ProcessingBookFeed : IFeed<ProcessingBookRow>
{
    public string Name => "processing-books";

    public JsonTypeInfo<ProcessingBookRow> Json => FeedJson.Default.ProcessingBookRow;

    public VersionedTable<ProcessingBookRow> Table => FeedTablesSql.ProcessingBooks;
}
