using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Checks.PreDeclarations;
using State = RebateFlow.Intake.Checks.PreDeclarations.PreDeclarationState;

namespace RebateFlow.Intake.Tests.PreDeclarations;

public sealed class PreDeclarationTests
{
    [Theory]
    [InlineData(State.Submitted, false)]
    [InlineData(State.AwaitingData, true)]
    [InlineData(State.Blocked, true)]
    [InlineData(State.Cleared, false)]
    [InlineData(State.UnderReview, false)]
    [InlineData(State.Held, false)]
    [InlineData(State.Approved, false)]
    [InlineData(State.Returned, true)]
    [InlineData(State.Rejected, false)]
    [InlineData(State.Withdrawn, false)]
    [InlineData(State.FormallyDeclared, false)]
    public void Only_blocked_waiting_and_returned_ones_take_another_attempt(
        State state,
        bool expected
    ) => Assert.Equal(expected, PreDeclaration.TakesNextAttempt(state));

    [Theory]
    [InlineData(State.Submitted, true)]
    [InlineData(State.AwaitingData, true)]
    [InlineData(State.Blocked, true)]
    [InlineData(State.Cleared, true)]
    [InlineData(State.UnderReview, true)]
    [InlineData(State.Held, true)]
    [InlineData(State.Returned, true)]
    [InlineData(State.Approved, false)]
    [InlineData(State.Rejected, false)]
    [InlineData(State.Withdrawn, false)]
    [InlineData(State.FormallyDeclared, false)]
    public void A_decision_or_a_withdrawal_ends_the_time_to_withdraw(State state, bool expected) =>
        Assert.Equal(expected, PreDeclaration.IsWithdrawable(state));

    [Theory]
    [InlineData(FeedbackOutcome.Clean, State.Cleared)]
    [InlineData(FeedbackOutcome.Passable, State.Cleared)]
    [InlineData(FeedbackOutcome.Blocked, State.Blocked)]
    [InlineData(FeedbackOutcome.AwaitingData, State.AwaitingData)]
    public void The_outcome_of_the_checks_decides_the_state(
        FeedbackOutcome outcome,
        State expected
    ) => Assert.Equal(expected, PreDeclaration.AfterCheck(outcome));

    [Fact]
    public void Only_a_fresh_or_a_waiting_attempt_is_checked() =>
        Assert.Equal(
            [State.Submitted, State.AwaitingData],
            Enum.GetValues<State>().Where(PreDeclaration.AwaitsCheck)
        );

    [Fact]
    public void An_opened_case_moves_a_cleared_one_alone()
    {
        foreach (var state in Enum.GetValues<State>())
        {
            var (opened, onHold) = (
                PreDeclaration.AfterCaseOpened(state, isHeld: false),
                PreDeclaration.AfterCaseOpened(state, isHeld: true)
            );
            Assert.Equal(state == State.Cleared ? State.UnderReview : state, opened);
            Assert.Equal(state == State.Cleared ? State.Held : state, onHold);
        }
    }

    [Theory]
    [InlineData("APPROVED", State.Approved)]
    [InlineData("REJECTED", State.Rejected)]
    [InlineData("RETURNED", State.Returned)]
    public void A_decision_holds_even_when_it_overtakes_the_opening_of_its_case(
        string decision,
        State expected
    )
    {
        Assert.Equal(expected, PreDeclaration.AfterDecision(State.Cleared, decision));
        Assert.Equal(expected, PreDeclaration.AfterDecision(State.UnderReview, decision));
        Assert.Equal(expected, PreDeclaration.AfterDecision(State.Held, decision));
    }

    [Theory]
    [InlineData(State.Cleared, State.Held, State.UnderReview)]
    [InlineData(State.UnderReview, State.Held, State.UnderReview)]
    [InlineData(State.Held, State.Held, State.UnderReview)]
    [InlineData(State.Approved, State.Approved, State.Approved)]
    [InlineData(State.Returned, State.Returned, State.Returned)]
    [InlineData(State.Withdrawn, State.Withdrawn, State.Withdrawn)]
    public void A_hold_moves_what_is_with_the_officers_alone(
        State before,
        State held,
        State released
    )
    {
        Assert.Equal(held, PreDeclaration.AfterHoldChange(before, isHeld: true));
        Assert.Equal(released, PreDeclaration.AfterHoldChange(before, isHeld: false));
    }

    [Fact]
    public void An_amount_that_was_withheld_is_approved_after_the_decision()
    {
        Assert.Equal(State.Approved, PreDeclaration.AfterDecision(State.Approved, "APPROVED"));
        Assert.Null(PreDeclaration.AfterDecision(State.Approved, "REJECTED"));
    }

    [Fact]
    public void More_money_after_the_formal_declaration_leaves_the_declaration_standing()
    {
        const State declared = State.FormallyDeclared;
        Assert.Equal(declared, PreDeclaration.AfterDecision(declared, "APPROVED"));
        Assert.Null(PreDeclaration.AfterDecision(declared, "REJECTED"));
        Assert.Null(PreDeclaration.AfterDecision(declared, "RETURNED"));
    }

    [Fact]
    public void An_approval_gives_a_receipt_and_one_formal_declaration()
    {
        var states = Enum.GetValues<State>();
        Assert.Equal(
            [State.Approved, State.FormallyDeclared],
            states.Where(PreDeclaration.HasReceipt)
        );
        Assert.Equal([State.Approved], states.Where(PreDeclaration.IsDeclarable));
    }

    [Theory]
    [InlineData(State.Withdrawn)]
    [InlineData(State.Rejected)]
    [InlineData(State.Returned)]
    [InlineData(State.Submitted)]
    public void A_decision_changes_nothing_that_is_withdrawn_decided_or_handed_in_anew(
        State state
    ) => Assert.Null(PreDeclaration.AfterDecision(state, "APPROVED"));

    [Fact]
    public void A_decision_of_another_name_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            PreDeclaration.AfterDecision(State.UnderReview, "POSTPONED")
        );
}
