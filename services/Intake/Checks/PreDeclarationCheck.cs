using RebateFlow.Intake.Filings;

namespace RebateFlow.Intake.Checks;

/// <summary>Compares an attempt with the electronic information and computes its rebate.</summary>
public static class PreDeclarationCheck
{
    /// <summary>
    /// Runs every check and returns every doubt at once. Pure: the same input, the same answer.
    /// </summary>
    /// <param name="filing">The attempt.</param>
    /// <param name="info">All it is compared with.</param>
    /// <param name="today">Business date of the check in the authority's zone.</param>
    public static CheckOutcome Run(
        SubmittedFiling filing,
        ElectronicInformation info,
        DateOnly today
    ) => throw new NotSupportedException("The checks follow with the next delivery.");
}
