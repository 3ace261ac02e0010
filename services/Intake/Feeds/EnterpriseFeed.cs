using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Feeds;

/// <summary>An exporter filed for rebates, as its tax authority keeps it.</summary>
public sealed record EnterpriseRow : IFeedRow
{
    [JsonConverter(typeof(CodeJsonConverter))]
    public required string Uscc { get; init; }
    public required string Name { get; init; }

    /// <summary>FT (foreign trade), PE (production) or CS (comprehensive service).</summary>
    public required string Kind { get; init; }

    /// <summary>1 to 4.</summary>
    public required int EnterpriseClass { get; init; }

    /// <summary>ADVANCED, GENERAL, ORDINARY or DISHONEST.</summary>
    public required string AeoStatus { get; init; }

    /// <summary>11 digits.</summary>
    public required string TaxAuthority { get; init; }

    /// <summary>4 digits, or empty when not known.</summary>
    [JsonConverter(typeof(CodeJsonConverter))]
    public required string CustomsDistrict { get; init; }

    /// <summary>10 characters, or empty when not known.</summary>
    [JsonConverter(typeof(CodeJsonConverter))]
    public required string CustomsCode { get; init; }
    public required string LegalPerson { get; init; }
    public required string Address { get; init; }

    /// <summary>Percent, 0 to 100, two decimals.</summary>
    [JsonConverter(typeof(DecimalJsonConverter))]
    public required decimal ProcessingTradeSharePercent { get; init; }
    public required DateOnly RegisteredOn { get; init; }
    public DateOnly? FirstDeclaredOn { get; init; }

    /// <summary>True while the rebate right is suspended (R311).</summary>
    public required bool Suspended { get; init; }
    public required long Version { get; init; }

    [JsonIgnore]
    public string Key => Uscc;

    public void Check(RowFaults faults)
    {
        faults.Uscc(Uscc, "uscc");
        faults.Text(Name, "name");
        faults.OneOf(Kind, "kind", "FT", "PE", "CS");
        faults.Number(EnterpriseClass, "enterpriseClass", 1, 4, 0);
        faults.OneOf(AeoStatus, "aeoStatus", "ADVANCED", "GENERAL", "ORDINARY", "DISHONEST");
        faults.Digits(TaxAuthority, "taxAuthority", 11, 11);
        if (CustomsDistrict.Length > 0)
            faults.Digits(CustomsDistrict, "customsDistrict", 4, 4);
        if (CustomsCode.Length > 0)
            faults.Code(CustomsCode, "customsCode", 10, 10);
        faults.Text(LegalPerson, "legalPerson", 0);
        faults.Text(Address, "address", 0);
        faults.Number(ProcessingTradeSharePercent, "processingTradeSharePercent", 0, 100, 2);
        faults.Date(RegisteredOn, "registeredOn");
        faults.Date(FirstDeclaredOn, "firstDeclaredOn");
    }
}

/// <summary>Feed "enterprises"; key: uscc.</summary>
public sealed class EnterpriseFeed : IFeed<EnterpriseRow>
{
    public string Name => "enterprises";

    public JsonTypeInfo<EnterpriseRow> Json => FeedJson.Default.EnterpriseRow;

    public VersionedTable<EnterpriseRow> Table => FeedTablesSql.Enterprises;
}
