using RebateFlow.Approval.Casework.Cases;

namespace RebateFlow.Approval.Queue;

/// <summary>What the list is narrowed down to, read and checked.</summary>
/// <param name="State">Null for every live case; for any state of a named pre-declaration.</param>
public sealed record QueueFilter(string TaxAuthority, CaseState? State, DateTimeOffset Now)
{
    public required DateOnly Today { get; init; }
    public string? Channel { get; init; }
    public string? Post { get; init; }
    public string? Officer { get; init; }
    public string? PeriodFrom { get; init; }
    public string? PeriodTo { get; init; }
    public decimal? RebateFrom { get; init; }
    public decimal? RebateTo { get; init; }
    public int? EnterpriseClass { get; init; }
    public string? DoubtCode { get; init; }
    public bool? Overdue { get; init; }
    public DateOnly? DueBefore { get; init; }
    public string? Uscc { get; init; }
    public Guid? PreDeclarationId { get; init; }
}

/// <summary>A page of the list.</summary>
/// <param name="After">Sort key of the last row of the page before.</param>
public sealed record QueuePage(QueueKey? After, int Take);

public sealed record QueueKey(DateOnly DueOn, decimal RebateDue, Guid CaseId)
{
    public static QueueKey Of(QueueRow row) => new(row.DueOn, row.RebateDueCny, row.CaseId);
}
