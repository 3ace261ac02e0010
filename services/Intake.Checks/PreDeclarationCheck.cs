using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Form;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Checks.Match;
using RebateFlow.Intake.Checks.Offsets;
using RebateFlow.Intake.Checks.Rebates;
using RebateFlow.Intake.Checks.Rule;

namespace RebateFlow.Intake.Checks;

/// <summary>
/// Compares an attempt with the electronic information and computes its rebate, in three stages:
/// form (F), match (M), rule (R). The lists of checks are in <see cref="FormChecks"/>,
/// <see cref="MatchChecks"/> and <see cref="RuleChecks"/>.
/// </summary>
public static class PreDeclarationCheck
{
    /// <summary>
    /// Runs every check and returns every doubt at once. Pure: the same input, the same answer.
    /// </summary>
    /// <param name="filing">
    /// The attempt, without null lines; amounts within the bounds of their JSON converters.
    /// </param>
    /// <param name="info">All it is compared with.</param>
    /// <param name="today">Business date of the check in the authority's zone.</param>
    /// <param name="isForOfficers">
    /// Whether officers get it whatever its outcome: information came after they had it.
    /// </param>
    public static CheckOutcome Run(
        SubmittedFiling filing,
        ElectronicInformation info,
        DateOnly today,
        bool isForOfficers = false
    )
    {
        var joined = FilingAssembly.Assemble(filing, info, today);
        var rebate = joined.IsEr ? ErRebate.Compute(joined) : EcrRebate.Compute(joined);
        var doubts = new DoubtList(info.Reference.Doubts, today);
        CheckHeader(joined, doubts);
        CheckExportLines(joined, doubts);
        CheckPurchaseLines(joined, doubts);
        CheckAssociations(joined, doubts);
        if (rebate.Summary is { } summary)
            CheckSummary(joined, summary, doubts);

        var (taken, uses) = (OffsetUses.Of(joined), VoucherUse.Of(joined, rebate));
        var outcome = new CheckOutcome
        {
            Outcome = doubts.Outcome,
            Doubts = doubts.All,
            Rebate = rebate,
            Uses = uses,
            Taken = taken,
            Prerequisites = OffsetUses.PrerequisitesOf(joined, taken, uses),
            Awaited = doubts.Awaited,
            Late = doubts.Late,
            Content = null,
        };
        return outcome.IsCleared || isForOfficers
            ? outcome with
            {
                Content = FilingContents.Of(joined, rebate, doubts.All),
            }
            : outcome;
    }

    private static void CheckHeader(CheckedFiling filing, DoubtList doubts)
    {
        foreach (var check in FormChecks.Header)
            doubts.Add("header", "", check(filing));
        foreach (var check in RuleChecks.Header)
            doubts.Add("header", "", check(filing));
    }

    private static void CheckExportLines(CheckedFiling filing, DoubtList doubts)
    {
        ExportCheck[] checks = [.. FormChecks.Export, .. MatchChecks.Export, .. RuleChecks.Export];
        foreach (var line in filing.ExportLines)
        {
            foreach (var check in checks)
                doubts.Add(
                    "export",
                    line.Line.LineNo,
                    OffsetRules.UnlessTakenBack(line.TakeBack, check(line))
                );
        }
    }

    private static void CheckPurchaseLines(CheckedFiling filing, DoubtList doubts)
    {
        PurchaseCheck[] checks =
        [
            .. FormChecks.Purchase,
            .. MatchChecks.Purchase,
            .. RuleChecks.Purchase,
        ];
        foreach (var line in filing.PurchaseLines)
        {
            foreach (var check in checks)
                doubts.Add(
                    "purchase",
                    line.Line.LineNo,
                    OffsetRules.UnlessTakenBack(line.TakeBack, check(line))
                );
        }
    }

    private static void CheckAssociations(CheckedFiling filing, DoubtList doubts)
    {
        AssociationCheck[] checks = [.. FormChecks.Association, .. MatchChecks.Association];
        foreach (var association in filing.Associations)
        {
            foreach (var check in checks)
                doubts.Add("association", association.Number, check(association));
        }
    }

    private static void CheckSummary(CheckedFiling filing, EcrSummary summary, DoubtList doubts)
    {
        foreach (var check in RuleChecks.Summary)
            doubts.Add("summary", "", check(filing, summary));
    }
}
