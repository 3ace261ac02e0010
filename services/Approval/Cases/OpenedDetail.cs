using System.Globalization;
using System.Security.Cryptography;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Cases;

/// <summary>
/// What the audit trail keeps of an opening: every version that the decision rests on.
/// </summary>
public static class OpenedDetail
{
    public static object Of(CaseRow row) =>
        new
        {
            row.Case.AttemptNo,
            Channel = Codes.Of(row.Verdict.Channel),
            row.Verdict.LaterCheck,
            Conditions = row.Verdict.Conditions.ToDictionary(
                one => one.Code,
                one => Codes.Of(one.Outcome)
            ),
            row.Opening.PolicyVersion,
            row.Opening.RouteVersion,
            Route = row.Case.Route.Select(Codes.Of).ToArray(),
            SampleDay = row.Opening.Sample.Day,
            SampleDrawPercent = row.Opening.Sample.DrawPercent,
            row.Message.AssessmentId,
            row.Message.RuleSetVersion,
            row.Message.Score,
            RebateDue = row.Filing.RebateDueCny.ToString("0.00", CultureInfo.InvariantCulture),
            LegalDueOn = row.Opening.Deadlines.Legal.DueOn,
            row.Opening.Deadlines.Due.DueOn,
            GoalOn = row.Opening.Deadlines.Goal.DueOn,
            ContentSha256 = Convert.ToHexStringLower(SHA256.HashData(row.Filing.Content)),
        };
}
