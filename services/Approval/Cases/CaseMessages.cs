using System.Diagnostics;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Casework.Tasks;
using RebateFlow.Contracts.Approval;
using RebateFlow.Messaging.Outbox;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Cases;

/// <summary>What others are told of the events of a case.</summary>
public static class CaseMessages
{
    /// <summary>
    /// An attempt opened the case. One that was withdrawn before is told to nobody.
    /// </summary>
    public static IEnumerable<Outgoing<Contracts.Approval.CaseOpened>> Opened(CaseChange change) =>
        from happened in change.Events.OfType<AttemptOpened>()
        let some = change.After
        where some.State != CaseState.Withdrawn
        select new Outgoing<Contracts.Approval.CaseOpened>(
            new()
            {
                CaseId = some.CaseId,
                PreDeclarationId = some.PreDeclarationId,
                AttemptNo = some.AttemptNo,
                Channel = WireCode.Of(some.Placement.Channel),
                DueOn = some.Dates.Legal,
                OpenedAt = happened.At,
            },
            change.TraceParent
        );

    /// <summary>
    /// The attempt ended for the exporter, or more of it was approved after the decision.
    /// </summary>
    public static IEnumerable<Outgoing<CaseDecided>> Decided(CaseChange change)
    {
        foreach (var act in change.Events.OfType<OfficerAct>().Where(EndsAttempt))
        {
            using var decision = Telemetry.StartDecision(change.TraceParent);
            yield return new(
                new()
                {
                    CaseId = change.After.CaseId,
                    PreDeclarationId = change.After.PreDeclarationId,
                    AttemptNo = act.AttemptNo,
                    Decision = WireCode.Of(change.After.State),
                    Reason = act.Reason,
                    ApprovedRebateCny = change.After.ApprovedCny,
                    ToRepayCny = AboveZero(change.After.ToRepayCny),
                    SetOffCny = AboveZero(change.After.SetOffCny),
                    PayableCny =
                        change.After.SetOffCny > 0
                            ? change.After.ApprovedCny - change.After.SetOffCny
                            : null,
                    Channel = WireCode.Of(change.After.Placement.Channel),
                    DecidedAt = act.At,
                },
                Activity.Current?.Id
            );
        }
    }

    /// <summary>
    /// What others learn from although the case goes on: a hold, or a letter that was answered with
    /// a problem.
    /// </summary>
    public static IEnumerable<Outgoing<CaseWithheld>> Withheld(CaseChange change)
    {
        foreach (var happened in change.Events)
            if (
                happened switch
                {
                    HoldPlaced { Hold: var hold } => Told(
                        "HOLD",
                        hold.Scope == HoldScope.WholeCase
                            ? change.After.RebateDueCny
                            : hold.AmountCny
                    ) with
                    {
                        Ground = WireCode.Of(hold.Ground),
                    },
                    LetterAnswered { Reply: LetterReply.Problem, Letter: var letter } => Told(
                        "PROBLEM_LETTER",
                        letter.AmountCny
                    ) with
                    {
                        SupplierTaxId = letter.SupplierTaxId,
                    },
                    _ => null,
                } is
                { } message
            )
                yield return new(message with { WithheldAt = happened.At }, Activity.Current?.Id);

        CaseWithheld Told(string kind, decimal amountCny) =>
            new()
            {
                CaseId = change.After.CaseId,
                PreDeclarationId = change.After.PreDeclarationId,
                AttemptNo = change.After.AttemptNo,
                Kind = kind,
                Ground = "",
                SupplierTaxId = "",
                AmountCny = amountCny,
                WithheldAt = default,
            };
    }

    /// <summary>The exporter is asked for the self-inspection form, or no longer is.</summary>
    public static IEnumerable<Outgoing<SelfInspectionAsked>> Asked(CaseChange change)
    {
        foreach (var happened in change.Events)
            if (
                happened switch
                {
                    TaskOpened { Kind: TaskKind.SelfInspection } => true,
                    TaskWithdrawn { Kind: TaskKind.SelfInspection } => false,
                    TaskStep { Kind: TaskKind.SelfInspection } => false,
                    _ => (bool?)null,
                } is
                { } isAsked
            )
                yield return new(
                    new()
                    {
                        CaseId = change.After.CaseId,
                        PreDeclarationId = change.After.PreDeclarationId,
                        AttemptNo = happened.AttemptNo,
                        CaseVersion = change.After.Version,
                        IsAsked = isAsked,
                        ChangedAt = happened.At,
                    },
                    Activity.Current?.Id
                );
    }

    /// <summary>A check was closed, or its finding corrected.</summary>
    public static IEnumerable<Outgoing<CaseChecked>> Checked(CaseChange change) =>
        from checkId in change.Events.OfType<CheckEvent>().Select(one => one.CheckId).Distinct()
        let check = change.After.Checks.Single(one => one.CheckId == checkId)
        where check.Finding is not null
        select new Outgoing<CaseChecked>(
            new()
            {
                CaseId = change.After.CaseId,
                PreDeclarationId = change.After.PreDeclarationId,
                AttemptNo = check.AttemptNo,
                CheckId = check.CheckId,
                CheckVersion = check.Version,
                Kind = WireCode.Of(check.Kind),
                ChancePercent = check.ChancePercent,
                Outcome = WireCode.Of(check.Finding!.Outcome),
                FoundCny = check.Finding.FoundCny,
                ClosedAt = check.ClosedAt!.Value,
            },
            Activity.Current?.Id
        );

    /// <summary>The whole case came under a hold, or its last such hold ended.</summary>
    public static IEnumerable<Outgoing<CaseHoldChanged>> HoldChanged(CaseChange change) =>
        from happened in change.Events
        let isHeld = happened is HoldPlaced { Hold.Scope: HoldScope.WholeCase }
        where isHeld || happened is HoldReleased { FreesCase: true }
        select new Outgoing<CaseHoldChanged>(
            new()
            {
                CaseId = change.After.CaseId,
                PreDeclarationId = change.After.PreDeclarationId,
                AttemptNo = change.After.AttemptNo,
                CaseVersion = change.After.Version,
                IsHeld = isHeld,
                ChangedAt = happened.At,
            },
            Activity.Current?.Id
        );

    private static decimal? AboveZero(decimal amount) => amount > 0 ? amount : null;

    private static bool EndsAttempt(OfficerAct act) =>
        act
            is Casework.Cases.Decided
                or Returned
                or HoldReleased { ApprovedCny: > 0 }
                or LetterAnswered { ApprovedCny: > 0 };
}
