using System.Text.Json.Serialization;

namespace RebateFlow.Approval.Casework.Cases;

/// <summary>The five grounds of a hold 暂不办理, announcement 2013 No. 12.</summary>
public enum HoldGround
{
    /// <summary>Inspection has opened a case of suspected rebate fraud.</summary>
    InspectionCase,

    /// <summary>Customs has opened a smuggling case.</summary>
    SmugglingCase,

    /// <summary>The documents differ from the import data of the destination.</summary>
    ImportDataDiffer,

    /// <summary>Goods of a low rate are suspected to be declared as goods of a high one.</summary>
    LowRateGoods,

    /// <summary>A supplier is under suspicion: invoices, real supply or tax paid.</summary>
    SupplierSuspicion,
}

/// <summary>What a hold keeps back.</summary>
public enum HoldScope
{
    /// <summary>The whole business: nobody goes on with it and its clock stands still.</summary>
    WholeCase,

    /// <summary>An amount of this case on account of another business; the rest goes on.</summary>
    Amount,

    /// <summary>Nothing: the exporter gave a guarantee for the amount instead.</summary>
    Guarantee,
}

/// <summary>A hold that has not been released.</summary>
/// <param name="AmountCny">Yuan, two decimals; 0 for the whole case.</param>
/// <param name="Reference">The inspection's file, the other business or the guarantee.</param>
public sealed record Hold(
    int HoldNo,
    HoldGround Ground,
    HoldScope Scope,
    decimal AmountCny,
    string Reference
)
{
    [JsonIgnore]
    public decimal WithheldCny => Scope == HoldScope.Amount ? AmountCny : 0m;

    /// <summary>Who placed it; the event says so itself.</summary>
    [JsonIgnore]
    public string HeldBy { get; init; } = "";

    /// <summary>Who would release it, and waits for a second officer; null as a rule.</summary>
    public string? ReleaseProposedBy { get; init; }
}

/// <summary>What the supplier's authority answered.</summary>
public enum LetterReply
{
    /// <summary>Nothing was found: the amount can be decided again.</summary>
    Normal,

    /// <summary>Supply or tax are not real: the amount is refused.</summary>
    Problem,
}

/// <summary>A letter 函调 to the authority of a supplier that waits for its reply.</summary>
/// <param name="AmountCny">The rebate on that supplier's invoices, yuan; it is withheld.</param>
/// <param name="DueOn">Last day for the reply, with what it was extended by.</param>
public sealed record Letter(
    int LetterNo,
    string SupplierTaxId,
    string Authority,
    decimal AmountCny,
    DateOnly SentOn,
    DateOnly DueOn
)
{
    /// <summary>Who took the reply as normal, and waits for a second officer.</summary>
    public string? ReplyProposedBy { get; init; }
}
