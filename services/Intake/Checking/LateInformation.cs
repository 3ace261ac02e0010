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
    /// Whether the officers get the filing again, as its next attempt. One under review comes back
    /// when all data have arrived or a doubt has come up; an approved one only when there is a
    /// doubt that they did not see. Otherwise its vouchers are claimed and nothing is sent.
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
