namespace RebateFlow.Intake.Enterprises;

/// <summary>An officer sets the class of an enterprise.</summary>
public sealed record ClassRequest
{
    /// <summary>1 to 4.</summary>
    public required int EnterpriseClass { get; init; }

    /// <summary>
    /// First day it holds, today or up to a year ahead. Filings handed in from then on are judged
    /// by it.
    /// </summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>Why, 1 to 500 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>
    /// Whether the tax credit was repaired 信用修复, which lets an enterprise leave class 4 before its
    /// time.
    /// </summary>
    public bool IsCreditRepaired { get; init; }

    /// <summary>An answer to every criterion of the checklist.</summary>
    public required IReadOnlyList<ClassAnswer> Answers { get; init; }
}

/// <summary>An officer's answer to a criterion.</summary>
public sealed record ClassAnswer
{
    /// <summary>Code of the criterion.</summary>
    public required string Criterion { get; init; }

    /// <summary>Whether it is met.</summary>
    public required bool IsMet { get; init; }

    /// <summary>What it rests on, at most 500 characters.</summary>
    public string? Note { get; init; }
}

/// <summary>What Intake's own data know for the criteria.</summary>
public sealed record EnterpriseFacts
{
    /// <summary>FT, PE or CS.</summary>
    public required string Kind { get; init; }

    /// <summary>ADVANCED, GENERAL, ORDINARY or DISHONEST.</summary>
    public required string AeoStatus { get; init; }

    /// <summary>First rebate declaration; null when there was none.</summary>
    public required DateOnly? FirstDeclaredOn { get; init; }

    /// <summary>Whether the rebate right is suspended.</summary>
    public required bool Suspended { get; init; }

    /// <summary>The class in force on the day that the new one begins, 1 to 4.</summary>
    public required int FormerClass { get; init; }

    /// <summary>First day of that class.</summary>
    public required DateOnly FormerSince { get; init; }

    /// <summary>
    /// Whether a criterion is met by these data; null when they do not tell and the officer has to.
    /// </summary>
    public bool? IsMet(string criterion, DateOnly day) =>
        criterion switch
        {
            "C1-CUSTOMS-CREDIT" => AeoStatus switch
            {
                "ADVANCED" => true,
                "GENERAL" => null,
                _ => false,
            },
            "C3-FIRST-YEAR" => FirstDeclaredOn is not { } first || first.AddMonths(12) > day,
            "C4-CUSTOMS-DISHONEST" => AeoStatus == "DISHONEST",
            "C4-SUSPENDED" when Suspended => true,
            _ => null,
        };
}
