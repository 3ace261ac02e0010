using RebateFlow.Approval.Casework.Policies;
using RebateFlow.Approval.Casework.Tasks;
using RebateFlow.Approval.Policies;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Tests.Cases;

/// <summary>What calls for which tasks, by the casework rules of the seeds.</summary>
public sealed class TaskNeedsTests
{
    private static readonly CaseworkPolicy policy = CaseworkPolicy.From(
        LoadSeeds.ReadPolicies("casework-rules/")[^1].Policy
    );

    [Theory]
    [InlineData("ER", "COMMODITY:8517:LETTER+HOLD", "LETTER HOLD")]
    [InlineData("ECR", "COMMODITY:8517:LETTER+HOLD", "HOLD")]
    [InlineData("ER", "SUPPLIER:s2:LETTER SUPPLIER:s1:LETTER", "LETTER/s1 LETTER/s2")]
    [InlineData("ER", "SUPPLIER:s1:LETTER COMMODITY:8517:LETTER", "LETTER/s1")]
    [InlineData("ER", "COMMODITY:8517: COUNTRY:PRK:SELF_INSPECTION", "SELF_INSPECTION")]
    [InlineData("ER", "COUNTRY:PRK:ENHANCED_REVIEW+NO_GREEN", "ENHANCED_REVIEW")]
    [InlineData("ER", "COMMODITY:1:HOLD COMMODITY:2:HOLD", "HOLD")]
    [InlineData("ER", "", "")]
    public void Effects_of_levels_become_tasks_each_once(
        string method,
        string hits,
        string expected
    )
    {
        TaskHit[] found =
        [
            .. hits.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(one => one.Split(':'))
                .Select(one => new TaskHit(
                    one[0],
                    one[1],
                    one[2].Split('+', StringSplitOptions.RemoveEmptyEntries)
                )),
        ];

        var needs = TaskNeeds.Of(new(method, 2, false, found), policy);

        Assert.Equal(
            expected,
            string.Join(
                ' ',
                needs.Select(need =>
                    WireCode.Of(need.Kind) + (need.Subject.Length > 0 ? $"/{need.Subject}" : "")
                )
            )
        );
        Assert.All(needs, need => Assert.Equal(TaskNeeds.Watchlist, need.Cause));
    }

    [Theory]
    [InlineData(true, 2, TaskNeeds.FirstDeclaration)]
    [InlineData(true, 4, TaskNeeds.FirstDeclaration)]
    [InlineData(false, 4, TaskNeeds.EnterpriseClass)]
    [InlineData(false, 3, null)]
    public void The_first_declaration_and_the_class_call_for_one_visit(
        bool isFirst,
        int enterpriseClass,
        string? cause
    )
    {
        var needs = TaskNeeds.Of(new("ECR", enterpriseClass, isFirst, []), policy);

        Assert.Equal(cause, needs.SingleOrDefault()?.Cause);
        Assert.All(needs, need => Assert.Equal(TaskKind.Visit, need.Kind));
    }

    [Fact]
    public void A_version_that_does_not_know_of_visits_asks_for_none()
    {
        var older = policy with { VisitsFirstDeclaration = false, VisitFromClass = null };

        Assert.Empty(TaskNeeds.Of(new("ER", 4, true, []), older));
    }
}
