using System.Security.Cryptography;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Reading;
using RebateFlow.Contracts.Risk;
using RebateFlow.GreenChannel;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Cases;

/// <summary>An assessed attempt as the case takes it in. Pure.</summary>
public static class AttemptOf
{
    /// <param name="resumedOn">
    /// Day on which the clock of a returned case runs again; null when it starts anew.
    /// </param>
    public static Attempt Message(
        RiskAssessed message,
        CaseOpening opening,
        string lane,
        DateOnly? resumedOn
    )
    {
        var filing = message.Filing;
        var (verdict, deadlines) = (opening.Verdict, opening.Deadlines);
        return new()
        {
            AttemptNo = filing.AttemptNo,
            PreDeclarationId = filing.PreDeclarationId,
            Lane = lane,
            Filing = Header(filing),
            Placement = new()
            {
                Channel = verdict.Channel,
                LaterCheck = verdict.LaterCheck,
                PolicyVersion = opening.PolicyVersion,
                RouteVersion = opening.RouteVersion,
                Limits = deadlines.Limits,
                Score = message.Score,
                Grade = message.Grade,
                WatchlistLevel = opening.Facts.GravestWatchlistLevel,
            },
            Route = opening.Route,
            ClockStartedOn = opening.ClockStartedOn,
            ClockResumedOn = resumedOn,
            Dates = DueDates.Of(deadlines),
            Sample = new(
                opening.Sample.Day,
                opening.Sample.DrawPercent,
                opening.Sample.DrawnBefore,
                AloneBarsGreen(verdict)
            ),
            Prerequisites = PrerequisitesOf(filing),
            Basis = BasisOf(message, verdict),
            ContentSha256 = Convert.ToHexStringLower(SHA256.HashData(filing.Content)),
        };
    }

    /// <summary>What must have been approved before; null for nothing.</summary>
    public static IReadOnlyList<CasePrerequisite>? PrerequisitesOf(
        Contracts.Intake.Filing filing
    ) =>
        filing.Prerequisites is { } prerequisites
            ?
            [
                .. prerequisites.Select(one => new CasePrerequisite(
                    one.PreDeclarationId,
                    one.AttemptNo,
                    one.GrantedCny,
                    one.TakenBackCny
                )),
            ]
            : null;

    public static ChannelBasis BasisOf(RiskAssessed message, ChannelVerdict verdict) =>
        new(
            message.AssessmentId,
            message.RuleSetVersion,
            verdict.Conditions.ToDictionary(one => one.Code, one => WireCode.Of(one.Outcome))
        );

    /// <summary>
    /// Everything else for green is met, and nothing asks for an enhanced review.
    /// </summary>
    private static bool AloneBarsGreen(ChannelVerdict verdict) =>
        verdict
            .Conditions.Where(one => one.Code != "RANDOM_SAMPLE")
            .All(one => (one.Outcome == ConditionOutcome.Met) == (one.For == Channel.Green));

    /// <summary>The header of a filing as a case keeps it.</summary>
    public static CaseFiling Header(Contracts.Intake.Filing filing) =>
        new()
        {
            Uscc = filing.Declarant.Uscc,
            ExporterName = filing.Declarant.Name,
            TaxAuthority = filing.Declarant.TaxAuthority,
            EnterpriseClass = filing.Declarant.EnterpriseClass,
            Method = filing.Method,
            Period = filing.Period,
            BatchNo = filing.BatchNo,
            ExportLineCount = filing.ExportLineCount,
            DoubtCount = filing.DoubtCount,
            GravestDoubtLevel = filing.GravestDoubtLevel,
            DoubtCodes = OpenDoubts.CodesIn(filing),
            FobUsd = filing.FobUsd,
            RebateDueCny = filing.RebateDueCny,
            ToRepayCny = filing.ToRepayCny ?? 0m,
            ExemptCreditCny = filing.ExemptCreditCny,
        };
}
