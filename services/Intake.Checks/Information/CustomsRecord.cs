using System.Text.Json.Serialization;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Information;

/// <summary>
/// Customs' electronic information 报关单电子信息 about one line of an export declaration.
/// </summary>
public sealed record CustomsRecord
{
    /// <summary>Natural key, 21 characters.</summary>
    public required string LineNo { get; init; }

    /// <summary>Consignor 经营单位, unified social credit code.</summary>
    public required string ConsignorUscc { get; init; }

    /// <summary>Departure date.</summary>
    public required DateOnly ExportDate { get; init; }

    /// <summary>Commodity code, 10 digits.</summary>
    public required string CommodityCode { get; init; }

    /// <summary>Commodity name.</summary>
    public required string CommodityName { get; init; }

    /// <summary>First statutory unit, name or code of the unit table.</summary>
    public required string Unit1 { get; init; }

    /// <summary>Quantity in <see cref="Unit1"/>; all quantities in use are counted in it.</summary>
    public required decimal Quantity1 { get; init; }

    /// <summary>Second statutory unit, null where the code has none.</summary>
    public string? Unit2 { get; init; }

    /// <summary>Quantity in <see cref="Unit2"/>.</summary>
    public decimal? Quantity2 { get; init; }

    /// <summary>Unit the goods were declared and sold in.</summary>
    public string? DeclaredUnit { get; init; }

    /// <summary>Quantity in <see cref="DeclaredUnit"/>.</summary>
    public decimal? DeclaredQuantity { get; init; }

    /// <summary>FOB in US dollars of the whole line.</summary>
    public required decimal FobUsd { get; init; }

    /// <summary>FOB in CNY yuan of the whole line.</summary>
    public required decimal FobCny { get; init; }

    /// <summary>Currency of the contract, ISO 4217 letters.</summary>
    public required string Currency { get; init; }

    /// <summary>Trade mode 监管方式, 4 digits.</summary>
    public required string TradeMode { get; init; }

    /// <summary>Customs district, 4 digits.</summary>
    public required string CustomsDistrict { get; init; }

    /// <summary>Source region of the goods, GB/T 2260 prefix; empty when not known.</summary>
    public required string SourceRegion { get; init; }

    /// <summary>Country of destination, ISO 3166-1 alpha-3.</summary>
    public required string DestinationCountry { get; init; }

    /// <summary>State of the declaration.</summary>
    public required CustomsStatus Status { get; init; }

    /// <summary>Whether the goods leave through a bonded zone or logistics park.</summary>
    public required bool ViaBondedZone { get; init; }

    /// <summary>
    /// <see cref="Quantity1"/> less what live attempts of other pre-declarations use; the attempt
    /// under check is not counted.
    /// </summary>
    public required decimal RemainingQuantity { get; init; }

    /// <summary>
    /// Where it is used otherwise, such as 202603-1; empty when nowhere or not known.
    /// </summary>
    public string UsedIn { get; init; } = "";

    /// <summary>
    /// Another pre-declaration that uses part of it and is not decided yet; null when none does.
    /// </summary>
    public UndecidedPart? UndecidedPart { get; init; }
}

/// <summary>A pre-declaration that officers have and have not decided.</summary>
/// <param name="PreDeclarationId">Its id.</param>
/// <param name="PeriodAndBatch">As its declarant knows it, such as 202606-14.</param>
public sealed record UndecidedPart(Guid PreDeclarationId, string PeriodAndBatch);

/// <summary>States of a customs declaration line.</summary>
[JsonConverter(typeof(WireCodeJsonConverter<CustomsStatus>))]
public enum CustomsStatus
{
    /// <summary>Released and closed 结关: the normal one.</summary>
    Closed,

    /// <summary>Amended after release 改单.</summary>
    Amended,

    /// <summary>Returned: a return certificate 退运证明 exists.</summary>
    Returned,

    /// <summary>Cancelled 撤销.</summary>
    Cancelled,

    /// <summary>Marked as not rebatable 不予退税.</summary>
    NotRebatable,
}
