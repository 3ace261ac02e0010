using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Casework.Tasks;

namespace RebateFlow.Approval.Tests.Cases;

/// <summary>Tasks keep a case from being approved until they are done or waived.</summary>
public sealed class TaskTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 2, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(30);
    private static readonly Officer Reviewer = Officers.Reviewer("review");
    private static readonly Officer ReReviewer = Officers.ReReviewer("rereview");
    private static readonly Officer Evaluator = new("evaluation", "", [Post.Evaluation]);
    private static readonly Officer Head = new("approval", "", [Post.Approval]);

    [Theory]
    [InlineData(TaskKind.SelfInspection, "REVIEW", false)]
    [InlineData(TaskKind.Letter, "REVIEW", true)]
    [InlineData(TaskKind.Visit, "REVIEW", true)]
    [InlineData(TaskKind.Hold, "REVIEW", true)]
    [InlineData(TaskKind.EnhancedReview, "REVIEW", true)]
    [InlineData(TaskKind.Letter, "EVALUATION", false)]
    [InlineData(TaskKind.Visit, "EVALUATION", false)]
    [InlineData(TaskKind.Hold, "EVALUATION", true)]
    [InlineData(TaskKind.Hold, "RE_REVIEW", false)]
    [InlineData(TaskKind.Letter, "RE_REVIEW", false)]
    [InlineData(TaskKind.EnhancedReview, "RE_REVIEW", true)]
    public void A_task_bars_from_the_post_on_that_sees_to_it(
        TaskKind kind,
        string post,
        bool mayApprove
    )
    {
        var some = Officers.Case(Post.Review, Post.Evaluation, Post.ReReview).Claiming(5000m);
        Officer[] officers = [Reviewer, Evaluator, ReReviewer];
        foreach (var officer in officers)
        {
            var claimed = some.Claim(officer, Now, Lease).Next!;
            if (RebateFlow.Primitives.WireCode.Of(claimed.Post) != post)
            {
                some = claimed.Decide(officer, new(Decision.Approve, ""), Now).Next!;
                continue;
            }
            var tried = claimed.Needing(kind).Decide(officer, new(Decision.Approve, ""), Now);
            Assert.Equal(mayApprove ? null : CaseRefusal.TasksOpen, tried.Refusal);
            // Nothing keeps an officer from sending it back or rejecting it.
            Assert.Null(claimed.Needing(kind).Return(officer, Now).Refusal);
            var verdict = new Verdict(Decision.Reject, "no");
            Assert.Null(claimed.Needing(kind).Decide(officer, verdict, Now).Refusal);
            return;
        }
    }

    [Theory]
    [InlineData(TaskKind.SelfInspection)]
    [InlineData(TaskKind.Letter)]
    [InlineData(TaskKind.Visit)]
    [InlineData(TaskKind.Hold)]
    public void Where_one_post_decides_alone_every_task_bars_it(TaskKind kind)
    {
        var some = Claimed(Post.Review).Needing(kind);

        Assert.Equal(
            CaseRefusal.TasksOpen,
            some.Decide(Reviewer, new(Decision.Approve, ""), Now).Refusal
        );
        var waived = some.Try(new WaiveTask(Head, 1, "known of old"), Now).Next!;
        Assert.Equal(
            CaseState.Approved,
            waived.Decide(Reviewer, new(Decision.Approve, ""), Now).Next!.State
        );
    }

    [Fact]
    public void An_enhanced_review_takes_a_second_officer_whatever_the_route_says()
    {
        var some = Claimed(Post.Review).Needing(TaskKind.EnhancedReview);

        var proposed = some.Decide(Reviewer, new(Decision.Approve, ""), Now).Next!;
        Assert.Equal([Post.Review, Post.ReReview], proposed.Route);
        var decided = proposed
            .Claim(ReReviewer, Now, Lease)
            .Next!.Decide(ReReviewer, new(Decision.Approve, ""), Now);

        Assert.Equal(CaseState.Approved, decided.Next!.State);
        Assert.Contains(decided.Events, one => one is TaskDone);
        Assert.Empty(decided.Next.OpenTasks);
    }

    [Fact]
    public void A_form_is_read_only_after_it_came()
    {
        var some = Claimed(Post.Review).Needing(TaskKind.SelfInspection);
        var done = new CompleteTask(Reviewer, 1, "read");

        Assert.Equal(CaseRefusal.SelfInspectionMissing, some.Try(done, Now).Refusal);
        Assert.Empty(some.Try(new ReceiveSelfInspection(2, 1), Now).Events);
        var filed = some.Try(new ReceiveSelfInspection(1, 1), Now).Next!;
        Assert.Empty(filed.Try(new ReceiveSelfInspection(1, 1), Now).Events);
        Assert.Equal(
            CaseRefusal.NotClaimedByYou,
            filed.Try(done with { By = Officers.Reviewer("other") }, Now).Refusal
        );
        Assert.Empty(filed.Try(done, Now).Next!.OpenTasks);
    }

    [Fact]
    public void An_answered_letter_closes_its_task_and_no_other()
    {
        var some = Claimed(Post.Review)
            .Claiming(5000m)
            .Try(
                new SetNeeds([
                    new(TaskKind.Letter, "s1", TaskNeeds.Watchlist),
                    new(TaskKind.Letter, "s2", TaskNeeds.Watchlist),
                ]),
                Now
            )
            .Next!;
        var byHand = new CompleteTask(Reviewer, 1, "sent");
        Assert.Equal(CaseRefusal.TaskClosesItself, some.Try(byHand, Now).Refusal);

        var letter = new Letter(0, "s1", "", 20m, default, default);
        var answered = some.SendLetter(Reviewer, letter, Now, Lease)
            .Next!.AnswerLetter(Reviewer, 1, LetterReply.Normal, new(Now, 1000m))
            .Next!;

        Assert.Equal("s2", Assert.Single(answered.OpenTasks).Subject);
    }

    [Fact]
    public void A_hold_is_released_from_re_review_on_by_somebody_else_than_the_reviewer()
    {
        var both = new Officer("both", "", [Post.Review, Post.ReReview]);
        var some = Officers.Case(Post.Review, Post.ReReview).Needing(TaskKind.Hold);
        var acted = some.Claim(both, Now, Lease)
            .Next!.Try(
                new RaiseDoubt(both, "K416", PassableBy.Officer, "line 1", "came back", Lease),
                Now
            )
            .Next!;
        var released = new CompleteTask(Reviewer, 1, "cleared");

        Assert.Equal(CaseRefusal.PostNotHeld, acted.Try(released, Now).Refusal);
        Assert.Equal(
            CaseRefusal.ActedOnAnotherPost,
            acted.Try(released with { By = both }, Now).Refusal
        );
        var next = acted.Try(released with { By = ReReviewer }, Now).Next!;
        Assert.Empty(next.OpenTasks);
        Assert.Equal(Post.ReReview, next.Actors[ReReviewer.Id]);
        Assert.Equal(both.Id, next.ClaimedBy);
    }

    [Fact]
    public void A_visit_is_the_evaluation_posts_and_has_a_report()
    {
        var some = Officers.Case(Post.Review, Post.Evaluation).Needing(TaskKind.Visit);
        var atReview = some.Claim(Reviewer, Now, Lease).Next!;
        var visited = new CompleteTask(Reviewer, 1, "seen", TaskMoves.Report);
        Assert.Equal(CaseRefusal.TaskNeedsEvaluation, atReview.Try(visited, Now).Refusal);

        var atEvaluation = atReview
            .Decide(Reviewer, new(Decision.Approve, ""), Now)
            .Next!.Claim(Evaluator, Now, Lease)
            .Next!;
        var bare = new CompleteTask(Evaluator, 1, "seen");
        Assert.Equal(CaseRefusal.VisitReportMissing, atEvaluation.Try(bare, Now).Refusal);
        var done = atEvaluation.Try(bare with { Report = TaskMoves.Report }, Now).Next!;

        Assert.Equal(TaskMoves.Report, Assert.Single(done.Tasks).Report);
        Assert.Equal(
            CaseState.Approved,
            done.Decide(Evaluator, new(Decision.Approve, ""), Now).Next!.State
        );
    }

    [Fact]
    public void Only_the_approval_post_waives_and_nobody_who_acted_below()
    {
        var all = Officers.Everything("all");
        var some = Officers.Case(Post.Review).Needing(TaskKind.Hold);
        var acted = some.Claim(all, Now, Lease)
            .Next!.Try(
                new RaiseDoubt(all, "K416", PassableBy.Officer, "line 1", "came back", Lease),
                Now
            )
            .Next!;
        var waiver = new WaiveTask(Reviewer, 1, "known of old");

        Assert.Equal(CaseRefusal.PostNotHeld, acted.Try(waiver, Now).Refusal);
        Assert.Equal(
            CaseRefusal.ActedOnAnotherPost,
            acted.Try(waiver with { By = all }, Now).Refusal
        );
        Assert.Equal(
            CaseRefusal.NoSuchTask,
            acted.Try(new WaiveTask(Head, 9, "none"), Now).Refusal
        );
        Assert.Equal(
            TaskState.Waived,
            Assert.Single(acted.Try(waiver with { By = Head }, Now).Next!.Tasks).State
        );
    }

    [Fact]
    public void What_no_longer_calls_for_a_task_withdraws_it_and_what_is_done_stays()
    {
        var some = Claimed(Post.Review)
            .Needing(TaskKind.SelfInspection)
            .Try(new ReceiveSelfInspection(1, 1), Now)
            .Next!.Try(new CompleteTask(Reviewer, 1, "read"), Now)
            .Next!.Needing(TaskKind.SelfInspection, TaskKind.Hold);

        var eased = some.Needing(TaskKind.SelfInspection);

        Assert.Equal([TaskState.Done, TaskState.Withdrawn], eased.Tasks.Select(one => one.State));
        Assert.Equal(3, eased.Needing(TaskKind.Hold).TaskCount);
    }

    [Fact]
    public void A_later_attempt_keeps_what_was_found_out_on_the_spot_and_asks_for_the_rest()
    {
        var evaluated = Officers
            .Case(Post.Evaluation)
            .Needing(TaskKind.Visit, TaskKind.SelfInspection)
            .Claim(Evaluator, Now, Lease)
            .Next!.Try(new CompleteTask(Evaluator, 1, "seen", TaskMoves.Report), Now)
            .Next!.Return(Evaluator, Now)
            .Next!;

        var again = evaluated
            .Reopen(2, [Post.Evaluation], [])
            .Next!.Needing(TaskKind.Visit, TaskKind.SelfInspection);

        Assert.Equal([(1, TaskState.Done), (3, TaskState.Open)], again.Tasks.Select(Told));
    }

    [Fact]
    public void A_raised_doubt_bars_until_it_is_passed()
    {
        var some = Claimed(Post.Review);
        var raised = some.Try(
            new RaiseDoubt(Reviewer, "K416", PassableBy.Officer, "line 1", "came back", Lease),
            Now
        ).Next!;

        Assert.Equal(
            CaseRefusal.DoubtsOpen,
            raised.Decide(Reviewer, new(Decision.Approve, ""), Now).Refusal
        );
        var passed = raised.PassDoubt(Reviewer, RaisedDoubt.FirstNo, Now, Lease).Next!;
        Assert.Equal(
            CaseState.Approved,
            passed.Decide(Reviewer, new(Decision.Approve, ""), Now).Next!.State
        );
    }

    [Theory]
    [InlineData("first", "first", CaseRefusal.NeedsSecondOfficer)]
    [InlineData("first", "second", null)]
    [InlineData("first", "head", null)]
    [InlineData("first", "approval", CaseRefusal.PostNotHeld)]
    public void Whoever_holds_a_whole_case_does_not_release_it(
        string holder,
        string releaser,
        CaseRefusal? expected
    )
    {
        Officer[] people =
        [
            Officers.Reviewer("first"),
            Officers.Reviewer("second"),
            Officers.ReReviewer("head"),
            Head,
        ];
        var by = people.Single(one => one.Id == holder);
        var held = Officers
            .Case(Post.Review, Post.ReReview)
            .Claim(by, Now, Lease)
            .Next!.PutOnHold(
                by,
                new(0, HoldGround.LowRateGoods, HoldScope.WholeCase, 0m, ""),
                Now,
                Lease
            )
            .Next!;

        var tried = held.ReleaseHold(people.Single(one => one.Id == releaser), 1, new(Now, 1000m));

        Assert.Equal(expected, tried.Refusal);
        if (releaser == "head")
            Assert.Equal(Post.ReReview, tried.Next!.Actors["head"]);
    }

    [Theory]
    [InlineData(999_999, null)]
    [InlineData(1_000_000, CaseRefusal.NeedsSecondOfficer)]
    public void From_a_dated_amount_on_a_second_officer_releases(int amount, CaseRefusal? expected)
    {
        var held = Officers
            .Case(Post.Review, Post.ReReview)
            .Claiming(5_000_000m)
            .Claim(Reviewer, Now, Lease)
            .Next!.PutOnHold(
                Reviewer,
                new(0, HoldGround.LowRateGoods, HoldScope.Amount, amount, "another business"),
                Now,
                Lease
            )
            .Next!;

        Assert.Equal(expected, held.ReleaseHold(Reviewer, 1, new(Now, 1000m)).Refusal);
        if (expected is not null)
            Assert.Null(held.ReleaseHold(ReReviewer, 1, new(Now, 1000m)).Refusal);
    }

    private static (int, TaskState) Told(CaseTask task) => (task.TaskNo, task.State);

    private static ApprovalCase Claimed(params Post[] route) =>
        Officers.Case(route).Claim(Reviewer, Now, Lease).Next!;
}

/// <summary>Cases that need something.</summary>
public static class Needs
{
    public static ApprovalCase Needing(this ApprovalCase some, params TaskKind[] kinds) =>
        some.Try(
            new SetNeeds([.. kinds.Select(kind => new TaskNeed(kind, "", TaskNeeds.Watchlist))]),
            some.ChangedAt
        ).Next!;
}
