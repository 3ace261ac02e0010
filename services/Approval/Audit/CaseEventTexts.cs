using System.Globalization;
using RebateFlow.Approval.Casework.Alarms;
using RebateFlow.Approval.Casework.Audit;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Casework.Checks;
using RebateFlow.Approval.Casework.Tasks;
using RebateFlow.Approval.Tasks;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Audit;

/// <summary>What happened to a case, in words; made from the event and never stored.</summary>
public static class CaseEventTexts
{
    /// <summary>An entry that cannot be read is its own action.</summary>
    public static Bilingual Of(AuditEntry entry) =>
        CaseEventJson.TryRead(entry) is { } happened
            ? Of(happened)
            : new(entry.Action, entry.Action);

    public static Bilingual Of(CaseEvent happened) =>
        happened switch
        {
            AttemptOpened opened => OfAttempt(opened),
            CaseWithdrawn => new("企业撤回", "withdrawn by the exporter"),
            Claimed or Released or HandedOver or Assigned or TakenBack => OfHolder(happened),
            DoubtPassed passed => new(
                $"挑过第 {passed.DoubtNo} 号疑点（{passed.Code}）：{passed.Reason}",
                $"doubt {passed.DoubtNo} ({passed.Code}) passed: {passed.Reason}"
            ),
            Returned returned => new(
                $"退回企业：{returned.Reason}",
                $"returned to the exporter: {returned.Reason}"
            ),
            Proposed or SentBack or Decided => OfDecision((OfficerAct)happened),
            HoldPlaced or ReleaseProposed or HoldReleased => OfHold((OfficerAct)happened),
            LetterSent or LetterExtended or ReplyProposed or LetterAnswered => OfLetter(
                (OfficerAct)happened
            ),
            ChannelDecidedAgain again => OfMove(again),
            FactsChanged or FactsConfirmed or CaseRechecked => OfFacts(happened),
            FlaggedForReReview flagged => new(
                $"列入复核：{flagged.Reason.Zh}",
                $"flagged for re-review: {flagged.Reason.En}"
            ),
            AlarmRaised alarm => AlarmText.Of(alarm),
            TaskOpened or TaskWithdrawn or SelfInspectionReceived or TaskStep or DoubtRaised =>
                TaskEventTexts.Of(happened),
            CheckEvent check => OfCheck(check),
            _ => throw new ArgumentException(happened.GetType().Name),
        };

    private static Bilingual OfAttempt(AttemptOpened opened)
    {
        var (no, channel) = (
            opened.Attempt.AttemptNo,
            WireCode.Of(opened.Attempt.Placement.Channel)
        );
        return opened is CaseOpened
            ? new($"立案，通道 {channel}", $"opened in the channel {channel}")
            : new(
                $"第 {no} 次申报，重新立案，通道 {channel}",
                $"opened anew by attempt {no} in the channel {channel}"
            );
    }

    private static Bilingual OfHolder(CaseEvent happened) =>
        happened switch
        {
            Claimed => new("领取", "claimed"),
            Released => new("放回待办", "put back into the queue"),
            HandedOver handed => new(
                $"移交给 {handed.To}：{handed.Reason}",
                $"handed over to {handed.To}: {handed.Reason}"
            ),
            Assigned assigned => new(
                $"随机派给 {assigned.Officer}",
                $"given to {assigned.Officer} by the draw"
            ),
            TakenBack { Deputy: { } deputy } back => new(
                $"{back.Absent} 不在岗，转代岗人 {deputy}",
                $"{back.Absent} is away; the deputy {deputy} has it"
            ),
            TakenBack back => new(
                $"{back.Absent} 不在岗，放回待办",
                $"{back.Absent} is away; back in the queue"
            ),
            _ => throw new ArgumentException(happened.GetType().Name),
        };

    private static Bilingual OfDecision(OfficerAct act)
    {
        var (zh, en) = act switch
        {
            Proposed { Decision: Decision.Approve } => ("拟同意", "proposed to approve"),
            Proposed => ("拟不予退税", "proposed to reject"),
            SentBack => ("意见不一致，退回首岗", "does not agree; back to the first post"),
            Decided { ToRepayCny: { } owed } => (
                $"核准，应缴回 {Money(owed)} 元",
                $"approved; CNY {Money(owed)} to be repaid"
            ),
            Decided { Decision: Decision.Approve } decided => (
                $"核准 {Money(decided.ApprovedCny)} 元" + Kept(act, decided.ApprovedCny).Zh,
                $"approved CNY {Money(decided.ApprovedCny)}" + Kept(act, decided.ApprovedCny).En
            ),
            _ => ("不予退税", "rejected"),
        };
        return act.Reason.Length == 0
            ? new(zh, en)
            : new($"{zh}：{act.Reason}", $"{en}: {act.Reason}");
    }

    private static Bilingual OfHold(OfficerAct act) =>
        act switch
        {
            Referred referred => new(
                $"移送稽查，第 {referred.Hold.HoldNo} 号暂不办理：{act.Reason}",
                $"referred to inspection, hold {referred.Hold.HoldNo}: {act.Reason}"
            ),
            HoldPlaced { Hold: var hold } => new(
                $"第 {hold.HoldNo} 号暂不办理（{WireCode.Of(hold.Ground)}）：{act.Reason}",
                $"hold {hold.HoldNo} ({WireCode.Of(hold.Ground)}): {act.Reason}"
            ),
            ReleaseProposed proposed => new(
                $"提议解除第 {proposed.HoldNo} 号暂不办理，待另一人确认：{act.Reason}",
                $"proposed to release hold {proposed.HoldNo}; another officer confirms: "
                    + act.Reason
            ),
            HoldReleased { Hold: var hold, ApprovedCny: var approved } => new(
                $"解除第 {hold.HoldNo} 号暂不办理{Kept(act, approved).Zh}：{act.Reason}",
                $"hold {hold.HoldNo} released{Kept(act, approved).En}: {act.Reason}"
            ),
            _ => throw new ArgumentException(act.GetType().Name),
        };

    private static Bilingual OfLetter(OfficerAct act) =>
        act switch
        {
            LetterSent { Letter: var letter } => new(
                $"第 {letter.LetterNo} 号函调发往 {letter.Authority}：{act.Reason}",
                $"letter {letter.LetterNo} sent to {letter.Authority}: {act.Reason}"
            ),
            LetterExtended extended => new(
                $"第 {extended.LetterNo} 号函调延期至 {Day(extended.DueOn)}：{act.Reason}",
                $"letter {extended.LetterNo} extended to {Day(extended.DueOn)}: {act.Reason}"
            ),
            ReplyProposed proposed => new(
                $"第 {proposed.LetterNo} 号函调复函正常，待另一人确认：{act.Reason}",
                $"letter {proposed.LetterNo} taken as normal; another officer confirms: "
                    + act.Reason
            ),
            LetterAnswered { Letter: var letter, Reply: var reply, ApprovedCny: var approved } =>
                new(
                    $"第 {letter.LetterNo} 号函调复函 {WireCode.Of(reply)}"
                        + $"{Kept(act, approved).Zh}：{act.Reason}",
                    $"letter {letter.LetterNo} answered {WireCode.Of(reply)}"
                        + $"{Kept(act, approved).En}: {act.Reason}"
                ),
            _ => throw new ArgumentException(act.GetType().Name),
        };

    /// <summary>What an approval kept back, and what is paid; empty when nothing is kept.</summary>
    private static Bilingual Kept(OfficerAct act, decimal approvedCny) =>
        act.SetOffCny is { } kept
            ? new(
                $"，抵减应缴回税款 {Money(kept)} 元，实退 {Money(approvedCny - kept)} 元",
                $", CNY {Money(kept)} set off, CNY {Money(approvedCny - kept)} payable"
            )
            : new("", "");

    private static Bilingual OfMove(ChannelDecidedAgain again)
    {
        var (before, after) = (WireCode.Of(again.Before), WireCode.Of(again.Now.Placement.Channel));
        var reason = again.Now.Reason;
        return again is ChannelMoved
            ? new(
                $"通道由 {before} 转为 {after}：{reason.Zh}",
                $"channel moved from {before} to {after}: {reason.En}"
            )
            : new(
                $"重新评估，通道仍为 {after}：{reason.Zh}",
                $"assessed again, still {after}: {reason.En}"
            );
    }

    private static Bilingual OfFacts(CaseEvent happened) =>
        happened switch
        {
            FactsChanged => new(
                "电子信息有变化，待重新比对",
                "information has changed; it is to be compared again"
            ),
            FactsConfirmed => new("已重新比对，结果不变", "compared again; nothing is different"),
            CaseRechecked { Check: var check } => new(
                $"第 {check.CheckNo} 次比对：疑点 {check.Filing.DoubtCount} 条{ChangesOf(check)}",
                $"check {check.CheckNo}: {check.Filing.DoubtCount} doubts{ChangesOf(check)}"
            ),
            _ => throw new ArgumentException(happened.GetType().Name),
        };

    private static string ChangesOf(RecheckedAttempt check) =>
        string.Concat(
            check
                .Changes.Take(5)
                .Select(one => $"; {one.Key} {one.Field}: {one.Before} → {one.After}")
        );

    private static Bilingual OfCheck(CheckEvent check) =>
        check switch
        {
            CheckOpened opened => new(
                $"检查任务：{CaseCheck.Of(opened).Text.Zh}",
                $"check: {CaseCheck.Of(opened).Text.En}"
            ),
            CheckClaimed => new("领取检查任务", "check claimed"),
            CheckClosed { Finding: var finding } => new(
                $"检查结果 {WireCode.Of(finding.Outcome)}：{finding.Note}",
                $"check found {WireCode.Of(finding.Outcome)}: {finding.Note}"
            ),
            CheckProposed proposed => new(
                $"拟追回金额改为 {Money(proposed.ProposedCny)} 元",
                $"proposed to claim back CNY {Money(proposed.ProposedCny)}"
            ),
            CheckRevised revised => new(
                $"检查结果随后续核准更正为 {WireCode.Of(revised.Outcome)}",
                $"finding revised to {WireCode.Of(revised.Outcome)} by a later approval"
            ),
            _ => throw new ArgumentException(check.GetType().Name),
        };

    private static string Money(decimal amount) =>
        amount.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) =>
        day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
