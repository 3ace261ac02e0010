namespace RebateFlow.RiskScoring.Learning;

/// <summary>How attempts end and what is found about them, as it is counted.</summary>
public static class Outcomes
{
    /// <summary>Counts an attempt with any outcome, once.</summary>
    public const string Judged = "JUDGED";

    /// <summary>Counts an attempt with any of <see cref="Confirming"/>, once.</summary>
    public const string Confirmed = "CONFIRMED";

    /// <summary>A hold by an officer: a suspicion, which neither confirms nor judges.</summary>
    public const string Hold = "HOLD";

    /// <summary>A letter that the supplier's authority answered with a problem.</summary>
    public const string ProblemLetter = "PROBLEM_LETTER";

    /// <summary>A check that chance alone drew, which found something or nothing.</summary>
    public const string RandomIrregular = "RANDOM_IRREGULAR";
    public const string RandomClean = "RANDOM_CLEAN";

    /// <summary>Something came to light, was looked into and proved right.</summary>
    public const string ReviewIrregular = "REVIEW_IRREGULAR";

    /// <summary>What says that a hit was right.</summary>
    public static readonly IReadOnlyList<string> Confirming =
    [
        "REJECTED",
        ProblemLetter,
        RandomIrregular,
        ReviewIrregular,
    ];
}
