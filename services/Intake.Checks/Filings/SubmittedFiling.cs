using System.Text.Json.Serialization;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Filings;

/// <summary>
/// One attempt of a pre-declaration as its exporter handed it in: the body of the request.
/// </summary>
/// <remarks>
/// Numbers of the trade (customs line, invoice, association) stay text here. A wrong one is a doubt
/// with a code and a remedy, not a refused request.
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SubmittedFiling
{
    /// <summary>ER 免退税 or ECR 免抵退税.</summary>
    public required RebateMethod Method { get; init; }

    /// <summary>Unified social credit code of the declarant.</summary>
    public required string Uscc { get; init; }

    /// <summary>Period 所属期, yyyyMM.</summary>
    public required string Period { get; init; }

    /// <summary>Batch 批次 within the period, 1 to 999.</summary>
    public required int BatchNo { get; init; }

    /// <summary>Export lines in form order; empty for a zero filing (ECR).</summary>
    public required IReadOnlyList<ExportLine> ExportLines { get; init; }

    /// <summary>Purchase lines in form order (ER); empty for ECR.</summary>
    public IReadOnlyList<PurchaseLine> PurchaseLines
    {
        get;
        // Reading code made at build time hands an absent member over as null.
        init => field = value ?? [];
    } = [];

    /// <summary>Figures of the month (ECR); null for ER.</summary>
    public EcrFigures? EcrSummary { get; init; }
}

/// <summary>The two methods of rebating, with different forms.</summary>
[JsonConverter(typeof(WireCodeJsonConverter<RebateMethod>))]
public enum RebateMethod
{
    /// <summary>Exempt and rebate 免退税: foreign-trade enterprises.</summary>
    Er,

    /// <summary>Exempt, credit, rebate 免抵退税: production enterprises.</summary>
    Ecr,
}
