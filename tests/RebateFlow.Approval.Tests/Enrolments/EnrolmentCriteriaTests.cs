using RebateFlow.Approval.Casework.Enrolments;
using RebateFlow.Approval.Enrolments;
using RebateFlow.Approval.Policies;

namespace RebateFlow.Approval.Tests.Enrolments;

public sealed class EnrolmentCriteriaTests
{
    private static readonly EnrolmentCriteria Criteria = EnrolmentCriteria.From(
        LoadSeeds.ReadPolicies("enrolment-criteria/")[^1].Policy
    );

    [Fact]
    public void A_large_clean_processing_trade_filer_meets_all_criteria() =>
        Assert.All(Criteria.Judge(Good()), one => Assert.True(one.Met, one.Code));

    public static TheoryData<string, Func<EnterpriseRecord, EnterpriseRecord>> Lacks() =>
        new()
        {
            { "PROCESSING_SHARE", record => record with { ProcessingSharePercent = 49.99m } },
            { "EXPORTS", record => record with { ExportsUsd = 29_999_999.99m } },
            { "ENTERPRISE_CLASS", record => record with { EnterpriseClass = 3 } },
            { "ENTERPRISE_CLASS", record => record with { EnterpriseClass = 0 } },
            { "REJECTED_FILINGS", record => record with { RejectedFilings = 1 } },
            { "GRAVE_HITS", record => record with { GraveHits = 1 } },
            { "FINDINGS", record => record with { Findings = 1 } },
        };

    [Theory]
    [MemberData(nameof(Lacks))]
    public void One_lack_is_one_unmet_criterion(
        string code,
        Func<EnterpriseRecord, EnterpriseRecord> lack
    )
    {
        var unmet = Criteria.Judge(lack(Good())).Where(one => !one.Met);

        Assert.Equal(code, Assert.Single(unmet).Code);
    }

    [Fact]
    public void Only_certified_enterprises_meet_a_criterion_that_asks_for_them()
    {
        var strict = Criteria with { Aeo = AeoDemand.Advanced };

        Assert.Contains(strict.Judge(Good()), one => one is { Code: "AEO", Met: false });
        Assert.All(
            strict.Judge(Good() with { AeoStatus = "ADVANCED" }),
            one => Assert.True(one.Met, one.Code)
        );
    }

    [Fact]
    public void A_proposal_says_its_values_and_ends_after_the_validity()
    {
        var today = new DateOnly(2026, 4, 20);
        var by = new Signature("editor", default);

        var draft = ProposeEnrolments.Draft(Good(), Criteria.Judge(Good()), Criteria, today, by);

        Assert.Equal(new DateOnly(2027, 4, 19), draft.ValidTo);
        Assert.Contains("EXPORTS 30000000 (30000000)", draft.Reason, StringComparison.Ordinal);
    }

    private static EnterpriseRecord Good() =>
        new()
        {
            Uscc = "91120116MA90DEM45D",
            Name = "示例",
            TaxAuthority = "11200000000",
            EnterpriseClass = 2,
            AeoStatus = "ORDINARY",
            ProcessingSharePercent = 50m,
            Filings = 12,
            ExportsUsd = 30_000_000m,
            RejectedFilings = 0,
            GraveHits = 0,
            Findings = 0,
            EnrolmentState = null,
        };
}
