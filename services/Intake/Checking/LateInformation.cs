using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Checks.Doubts;
using RebateFlow.Intake.Checks.PreDeclarations;

namespace RebateFlow.Intake.Checking;

/// <summary>
/// What becomes of a filing that cleared with a form on missing information when the data arrive
/// after all. Pure.
/// </summary>
public static class LateInformation
{
    /// <summary>
    /// Whether the officers get the filing anew, as its next attempt. One that they have before
    /// them comes back when all data are there or something speaks against it; an approved one only
    /// when there is a doubt they did not see. Else its vouchers are claimed and nothing is said.
    /// </summary>
    public static bool IsForOfficers(
        PreDeclarationState state,
        CheckOutcome result,
        IReadOnlyList<Doubt> former
    )
    {
        var isBlocked = result.Outcome == FeedbackOutcome.Blocked;
        if (PreDeclaration.IsWithOfficers(state))
            return isBlocked || result.Awaited.Count + result.Late.Count == 0;
        return state == PreDeclarationState.Approved
            && result.Doubts.Any(doubt =>
                doubt.Level != DoubtLevel.Note && !former.Any(seen => IsSame(seen, doubt))
            );
    }

    private static bool IsSame(Doubt seen, Doubt found) =>
        (seen.Code, seen.Form, seen.Place, seen.Field)
        == (found.Code, found.Form, found.Place, found.Field);
}
