namespace RebateFlow.Intake.Receipts;

/// <summary>A pre-declaration as its receipt sees it, and the receipt there is of it.</summary>
public sealed record ApprovedFiling
{
    public required Guid Id { get; init; }
    public required string State { get; init; }
    public required string Uscc { get; init; }

    /// <summary>ER or ECR.</summary>
    public required string Method { get; init; }

    /// <summary>yyyyMM.</summary>
    public required string Period { get; init; }
    public required int BatchNo { get; init; }

    /// <summary>The attempt that was decided.</summary>
    public required int AttemptNo { get; init; }
    public Guid CaseId { get; init; }
    public decimal ApprovedRebateCny { get; init; }

    /// <summary>To be repaid, CNY yuan.</summary>
    public decimal ToRepayCny { get; init; }

    /// <summary>What of the approved rebate is set off, CNY yuan.</summary>
    public decimal SetOffCny { get; init; }

    /// <summary>UTC.</summary>
    public DateTimeOffset DecidedAt { get; init; }

    /// <summary>When the attempt was handed in, UTC.</summary>
    public DateTimeOffset SubmittedAt { get; init; }

    /// <summary>Receipts written so far.</summary>
    public int ReceiptCount { get; init; }

    /// <summary>Whether it has to be compared again first: its facts have changed.</summary>
    public bool IsStale { get; init; }

    /// <summary>
    /// Whether a comparison after the decision found a doubt that nobody may pass.
    /// </summary>
    public bool IsBarred { get; init; }

    /// <summary>The receipt of this very decision; null until somebody asked for it.</summary>
    public string? Jws { get; init; }

    /// <summary>Number of the receipt that would be written next.</summary>
    public int NextReceiptNo => ReceiptCount + 1;
}
