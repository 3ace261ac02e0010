using RebateFlow.Approval.Cases;
using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Casework.Policies;
using RebateFlow.Approval.Casework.Tasks;
using RebateFlow.Approval.Policies;
using RebateFlow.Approval.Reading;
using RebateFlow.Contracts.Intake;
using RebateFlow.Contracts.Risk;
using RebateFlow.GreenChannel;
using RebateFlow.Messaging;

namespace RebateFlow.Approval.Tests.Cases;

public sealed class CaseOpeningTests
{
    private static readonly DateOnly Today = new(2026, 11, 25);

    private static readonly Reference Reference = new(
        1,
        new WorkingDayCalendar(LoadSeeds.ReadCalendar()),
        [
            .. LoadSeeds
                .ReadPolicies("green-channel-policies/")
                .Select(file => new Dated<ChannelPolicy>(
                    file.Policy.ValidFrom,
                    ChannelPolicy.From(file.Policy)
                )),
        ],
        [
            .. LoadSeeds
                .ReadPolicies("approval-routes/")
                .Select(file => new Dated<RoutePolicy>(
                    file.Policy.ValidFrom,
                    RoutePolicy.From(file.Policy)
                )),
        ],
        [],
        [
            .. LoadSeeds
                .ReadPolicies("casework-rules/")
                .Select(file => new Dated<CaseworkPolicy>(
                    file.Policy.ValidFrom,
                    CaseworkPolicy.From(file.Policy)
                )),
        ]
    );

    [Fact]
    public void The_first_declaration_ever_goes_through_evaluation_with_a_visit()
    {
        var message = Messages.Assessed();
        var filing = message.Filing;
        var first = message with
        {
            Filing = filing with { Declarant = filing.Declarant with { FirstDeclaredOn = null } },
        };

        var opening = Decide(first, Facts());

        Assert.Contains(Post.Evaluation, opening.Route);
        Assert.Equal(
            new TaskNeed(TaskKind.Visit, "", TaskNeeds.FirstDeclaration),
            Assert.Single(opening.Needs)
        );
        Assert.Empty(Decide(message, Facts()).Needs);
    }

    [Fact]
    public void Class_four_goes_through_evaluation_with_a_visit()
    {
        var message = Messages.Assessed();
        var filing = message.Filing;
        var fourth = message with
        {
            Filing = filing with { Declarant = filing.Declarant with { EnterpriseClass = 4 } },
        };

        var opening = Decide(fourth, Facts());

        Assert.Equal([Post.Review, Post.Evaluation, Post.ReReview], opening.Route);
        Assert.Equal(TaskNeeds.EnterpriseClass, Assert.Single(opening.Needs).Cause);
    }

    [Fact]
    public void A_large_filing_of_an_enrolled_filer_is_green_and_due_in_three_days()
    {
        var opening = Decide(Messages.Assessed(), Facts());

        Assert.Equal(Channel.Green, opening.Verdict.Channel);
        Assert.Equal(new(2026, 11, 30), opening.Deadlines.Due.DueOn);
        Assert.Equal(new(2026, 12, 2), opening.Deadlines.Legal.DueOn);
        Assert.Equal([Post.Review, Post.ReReview], opening.Route);
    }

    [Fact]
    public void The_gravest_hit_counts_and_calls_for_two_officers()
    {
        var message = Messages.Assessed() with
        {
            Filing = Messages.Filing() with { RebateDueCny = 1000m },
            WatchlistHits = [Messages.Hit(4), Messages.Hit(2), Messages.Hit(3)],
        };

        var opening = Decide(message, Facts());

        Assert.Equal(
            (Channel.Enhanced, 2),
            (opening.Verdict.Channel, opening.Facts.GravestWatchlistLevel)
        );
        Assert.Equal([Post.Review, Post.ReReview], opening.Route);
    }

    [Fact]
    public void A_grade_or_level_that_nobody_knows_is_not_green()
    {
        var grade = Messages.Assessed() with { Grade = "PURPLE" };
        var level = Messages.Assessed() with
        {
            Filing = Messages.Filing() with { GravestDoubtLevel = "FATAL", DoubtCount = 1 },
        };

        Assert.Equal(Channel.Standard, Decide(level, Facts()).Verdict.Channel);
        Assert.Contains(
            Decide(grade, Facts()).Verdict.Conditions,
            one => one is { Code: "ENHANCED_GRADE", Outcome: ConditionOutcome.NotJudged }
        );
    }

    [Fact]
    public void A_draw_under_the_share_marks_the_case_for_all_its_attempts()
    {
        var drawn = Decide(Messages.Assessed(), Facts(draw: 1m));
        var later = Decide(Messages.Assessed(), Facts(draw: 50m, before: true));

        Assert.True(drawn.Sample.DrawnBefore);
        Assert.Equal(Channel.Standard, later.Verdict.Channel);
        Assert.False(Decide(Messages.Assessed(), Facts(draw: 2m)).Sample.DrawnBefore);
    }

    [Fact]
    public void A_case_that_comes_again_keeps_its_hold_and_is_drawn_on_the_new_day()
    {
        var facts = Facts(draw: 40m) with
        {
            Former = new()
            {
                OnHold = true,
                SampleDrawPercent = 90m,
                DrawnBefore = false,
            },
        };

        var opening = Decide(Messages.Assessed(), facts);

        Assert.Equal(Channel.Standard, opening.Verdict.Channel);
        Assert.Equal(
            new CaseFacts
            {
                OnHold = true,
                SampleDrawPercent = 40m,
                DrawnBefore = false,
            },
            opening.Facts.Case
        );
    }

    [Fact]
    public void What_was_stored_of_an_opening_decides_it_again_in_the_same_way()
    {
        var message = Messages.Assessed() with
        {
            WatchlistHits = [Messages.Hit(3) with { Effects = ["LETTER", "NO_GREEN"] }],
        };
        var opening = Decide(message, Facts());

        var stored = ChannelJson.Read<ChannelFacts>(ChannelJson.Write(opening.Facts));
        var again = ChannelDecision.Decide(stored, Reference.ChannelPolicyOn(stored.Today));

        Assert.Equal(Channel.Standard, again.Channel);
        Assert.Equal(
            ChannelJson.Write(opening.Verdict.Conditions),
            ChannelJson.Write(again.Conditions)
        );
    }

    [Fact]
    public void A_day_before_the_first_policy_is_refused() =>
        Assert.Throws<InvalidDataException>(() =>
            Reference.ChannelPolicyOn(new DateOnly(2016, 8, 31))
        );

    [Fact]
    public void Notes_need_no_passing_and_a_doubt_of_unknown_kind_can_be_passed_by_nobody()
    {
        var content = Payload.Pack(
            new FilingContent
            {
                ExportLines = [],
                PurchaseLines = [],
                EcrSummary = null,
                Doubts =
                [
                    Messages.Doubt(1, "NOTE", "OFFICER"),
                    Messages.Doubt(2, "WARNING", "REVIEWER"),
                    Messages.Doubt(3, "WARNING", "ASTROLOGER"),
                ],
            }
        );

        Assert.Equal(
            [(2, PassableBy.Reviewer), (3, PassableBy.Nobody)],
            OpenDoubts.In(content).Select(doubt => (doubt.DoubtNo, doubt.PassableBy))
        );
        Assert.Equal(3, OpenDoubts.All(content).Count);
        Assert.True(OpenDoubts.MayHave(3, "WARNING"));
        Assert.False(OpenDoubts.MayHave(3, "NOTE"));
        Assert.False(OpenDoubts.MayHave(0, "NONE"));
        Assert.True(OpenDoubts.MayHave(1, "a level that nobody knows"));
    }

    private static CaseOpening Decide(RiskAssessed message, OpeningFacts facts) =>
        CaseOpening.Decide(message, facts, Reference);

    private static OpeningFacts Facts(decimal draw = 50m, bool before = false) =>
        new(new(new(2026, 1, 1), null), new(Today, draw, before), new(Today, [], Today));
}
