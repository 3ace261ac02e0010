using Microsoft.AspNetCore.Http.HttpResults;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval;

/// <summary>How a refusal of a case reads outside.</summary>
public static partial class Problems
{
    public static ProblemHttpResult Of(HttpContext http, CaseRefusal refusal)
    {
        var code = CodeOf(refusal);
        return Problem.Of(http, code, code.TitleZh, code.TitleEn);
    }

    /// <summary>A refusal whose title says all there is to say.</summary>
    public static ProblemHttpResult Of(HttpContext http, ProblemCode code) =>
        Problem.Of(http, code, code.TitleZh, code.TitleEn);

    public static ProblemCode CodeOf(CaseRefusal refusal) =>
        refusal switch
        {
            CaseRefusal.NotInQueue => NotInQueue,
            CaseRefusal.ClaimedByAnother => ClaimedByAnother,
            CaseRefusal.NotClaimedByYou => NotClaimedByYou,
            CaseRefusal.LeaseEnded => LeaseEnded,
            CaseRefusal.PostNotHeld => PostNotHeld,
            CaseRefusal.ActedOnAnotherPost => ActedOnAnotherPost,
            CaseRefusal.NoSuchOpenDoubt => NoSuchOpenDoubt,
            CaseRefusal.DoubtNotPassable => DoubtNotPassable,
            CaseRefusal.DoubtNeedsHigherPost => DoubtNeedsHigherPost,
            CaseRefusal.DoubtsOpen => DoubtsOpen,
            CaseRefusal.PrerequisiteUnmet => PrerequisiteUnmet,
            CaseRefusal.OlderAttempt => NotInQueue,
            CaseRefusal.AmountTooLarge => AmountTooLarge,
            CaseRefusal.NoSuchHold => NoSuchHold,
            CaseRefusal.NoSuchLetter => NoSuchLetter,
            CaseRefusal.LetterOpen => LetterOpen,
            CaseRefusal.LetterTooLong => LetterTooLong,
            CaseRefusal.NoSuchSupplier => NoSuchSupplier,
            CaseRefusal.NoSuchOfficer => NoSuchOfficer,
            CaseRefusal.OfficerAbsent => OfficerAbsent,
            CaseRefusal.OtherLacksPost => OtherLacksPost,
            CaseRefusal.OtherActedOnAnotherPost => OtherActedOnAnotherPost,
            CaseRefusal.OtherHoldsItAlready => OtherHoldsItAlready,
            CaseRefusal.AssignedAtRandom => AssignedAtRandom,
            CaseRefusal.NeedsSecondOfficer => NeedsSecondOfficer,
            CaseRefusal.NobodyEligible => NotInQueue,
            CaseRefusal.NotCleanGreen => NotCleanGreen,
            CaseRefusal.NoSuchTask => NoSuchTask,
            CaseRefusal.TasksOpen => TasksOpen,
            CaseRefusal.TaskClosesItself => TaskClosesItself,
            CaseRefusal.SelfInspectionMissing => SelfInspectionMissing,
            CaseRefusal.TaskNeedsEvaluation => TaskNeedsEvaluation,
            CaseRefusal.VisitReportMissing => FieldsWrong,
            CaseRefusal.NoSuchCheck => NoSuchCheck,
            CaseRefusal.CheckNotClaimed => CheckNotClaimed,
            CaseRefusal.FindingTooLarge => FieldsWrong,
            CaseRefusal.CheckStale => CheckStale,
        };
}
