namespace RebateFlow.RiskScoring.Learning;

/// <summary>How attempts end and what is found about them, as it is counted.</summary>
public static class Outcomes
{
    /// <summary>Counts an attempt with any outcome, once.</summary>
    public const string Judged = "JUDGED";

    /// <summary>Counts an attempt with any of <see cref="Confirming"/>, once.</summary>
    public const string Confirmed = "CONFIRMED";

    /// <summary>A hold by an officer.</summary>
    public const string Hold = "HOLD";

    /// <summary>A letter that the supplier's authority answered with a problem.</summary>
    public const string ProblemLetter = "PROBLEM_LETTER";

    /// <summary>What says that a hit was right.</summary>
    public static readonly IReadOnlyList<string> Confirming = ["REJECTED", Hold, ProblemLetter];
}
