using System.Text.Json.Serialization;

namespace RebateFlow.Contracts.Intake;

/// <summary>
/// One attempt as Intake cleared it. It travels whole from Intake to Risk and on to Approval, so
/// neither has to ask anybody.
/// </summary>
public sealed record Filing
{
    /// <summary>The pre-declaration (UUIDv7).</summary>
    public required Guid PreDeclarationId { get; init; }

    /// <summary>Attempt of the pre-declaration, 1 or more.</summary>
    public required int AttemptNo { get; init; }

    /// <summary>
    /// express or ordinary, see <see cref="Lanes"/>; fixed when the attempt was handed in.
    /// </summary>
    public required string Lane { get; init; }

    /// <summary>ER (exempt and refund, 免退税) or ECR (exempt, credit, refund, 免抵退税).</summary>
    public required string Method { get; init; }

    /// <summary>Declarant as Intake knew it when the attempt cleared.</summary>
    public required Declarant Declarant { get; init; }

    /// <summary>Period 所属期, yyyyMM.</summary>
    public required string Period { get; init; }

    /// <summary>Batch 批次, 1 to 999.</summary>
    public required int BatchNo { get; init; }

    /// <summary>Export lines of the attempt, 0 or more.</summary>
    public required int ExportLineCount { get; init; }

    /// <summary>
    /// Sum of the export lines, US dollars FOB, two decimals; negative when offsets prevail.
    /// </summary>
    public required decimal FobUsd { get; init; }

    /// <summary>Rebate due 应退税额, CNY yuan, two decimals, 0 or more.</summary>
    public required decimal RebateDueCny { get; init; }

    /// <summary>
    /// Exempt-credit amount 免抵税额 (ECR), CNY yuan, two decimals, 0 or more; 0 for ER.
    /// </summary>
    public required decimal ExemptCreditCny { get; init; }

    /// <summary>
    /// To be repaid, CNY yuan, two decimals: what a negative total of offsets (ER) comes to; above
    /// 0, null when nothing is.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? ToRepayCny { get; init; }

    /// <summary>
    /// Filings that must have been approved before this one can be; null when there is none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FiledPrerequisite>? Prerequisites { get; init; }

    /// <summary>Number of doubts, all of them passable, 0 or more.</summary>
    public required int DoubtCount { get; init; }

    /// <summary>Gravest level among the doubts: NONE, NOTE, WARNING or ERROR.</summary>
    public required string GravestDoubtLevel { get; init; }

    /// <summary>
    /// <see cref="FilingContent"/> as UTF-8 JSON, compressed with Brotli. At most 50,000 lines,
    /// about 2 MB.
    /// </summary>
    public required byte[] Content { get; init; }

    /// <summary>When the exporter's request was accepted, UTC.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }
}

/// <summary>
/// A filing that another one stands on: its original, of which lines are taken back, or an offset
/// that gave goods back which are declared again.
/// </summary>
public sealed record FiledPrerequisite
{
    /// <summary>The pre-declaration that must be approved (UUIDv7).</summary>
    public required Guid PreDeclarationId { get; init; }

    /// <summary>The attempt of it that must be.</summary>
    public required int AttemptNo { get; init; }

    /// <summary>
    /// What must have been granted for it in all and not claimed back, CNY yuan, two decimals; null
    /// when the amount does not matter.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? GrantedCny { get; init; }

    /// <summary>What is taken back of it, CNY yuan, two decimals, 0 or more.</summary>
    public required decimal TakenBackCny { get; init; }
}

/// <summary>The declaring enterprise, as known on the day the attempt cleared.</summary>
public sealed record Declarant
{
    /// <summary>Unified social credit code 统一社会信用代码, 18 characters.</summary>
    public required string Uscc { get; init; }

    /// <summary>Registered Chinese name.</summary>
    public required string Name { get; init; }

    /// <summary>FT (foreign trade), PE (production) or CS (comprehensive service).</summary>
    public required string Kind { get; init; }

    /// <summary>Enterprise class 出口企业管理类别, 1 to 4.</summary>
    public required int EnterpriseClass { get; init; }

    /// <summary>ADVANCED, GENERAL, ORDINARY or DISHONEST (customs credit).</summary>
    public required string AeoStatus { get; init; }

    /// <summary>Responsible tax authority, 11-digit code.</summary>
    public required string TaxAuthority { get; init; }

    /// <summary>Home customs district, 4 digits, or empty when not known.</summary>
    public required string CustomsDistrict { get; init; }

    /// <summary>Legal person, or empty when not known.</summary>
    public required string LegalPerson { get; init; }

    /// <summary>Registered address, or empty when not known.</summary>
    public required string Address { get; init; }

    /// <summary>
    /// Share of processing trade in the exports of the last 12 months, percent 0 to 100.
    /// </summary>
    public required decimal ProcessingTradeSharePercent { get; init; }

    /// <summary>Date of the first rebate declaration; null when this is the first.</summary>
    public required DateOnly? FirstDeclaredOn { get; init; }
}
