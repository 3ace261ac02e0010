namespace RebateFlow.Console.Demo;

/// <summary>What became of a filing, gathered from the answers of the three services.</summary>
public sealed record FilingOutcome
{
    /// <summary>
    /// Feedback of every attempt in the order it came, a repeated check included.
    /// </summary>
    public required IReadOnlyList<FoundFeedback> Feedbacks { get; init; }

    public required string State { get; init; }
    public required int AttemptNo { get; init; }

    /// <summary>CNY yuan, two decimals, as text; "0.00" where nothing was computed.</summary>
    public required string RebateDue { get; init; }
    public required string ExemptCredit { get; init; }

    /// <summary>Rows 9 and 10 of the ECR summary; null for ER.</summary>
    public string? DisallowedTax { get; init; }
    public string? EcrTax { get; init; }

    /// <summary>The case of the last attempt; null when none was opened.</summary>
    public OpenedCase? Case { get; init; }

    /// <summary>APPROVED, REJECTED or RETURNED; null when nothing was decided.</summary>
    public string? Decision { get; init; }
}

/// <param name="Doubts">Codes in form order.</param>
public sealed record FoundFeedback(string Outcome, IReadOnlyList<string> Doubts);
