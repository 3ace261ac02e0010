using RebateFlow.Approval.Casework.Enrolments;
using RebateFlow.Approval.Enrolments;

namespace RebateFlow.Approval.Tests.Enrolments;

public sealed class EnrolmentTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 25, 1, 0, 0, TimeSpan.Zero);
    private static readonly Signature Editor = new("editor", At);
    private static readonly Signature Approver = new("approver", At);

    [Fact]
    public void A_second_person_makes_a_draft_live()
    {
        var (live, refusal) = Draft().Approve(Approver);

        Assert.Null(refusal);
        Assert.Equal((EnrolmentState.Live, 2L), (live!.State, live.Version));
    }

    [Fact]
    public void Nobody_approves_their_own_draft() =>
        Assert.Equal(EnrolmentRefusal.SamePerson, Draft().Approve(Editor).Refusal);

    [Fact]
    public void Only_a_draft_is_approved()
    {
        var live = Draft().Approve(Approver).Next!;

        Assert.Equal(EnrolmentRefusal.NotDraft, live.Approve(Approver).Refusal);
    }

    [Theory]
    [InlineData(null, 24, 24)]
    [InlineData(30, 24, 24)]
    [InlineData(20, 24, 20)]
    public void An_ending_never_makes_an_enrolment_longer(int? to, int endsOn, int last)
    {
        var live = Draft() with { ValidTo = to is { } day ? new(2026, 11, day) : null };

        var ended = live.End(
            Editor,
            new(2026, 11, endsOn),
            EndCause.Ejection,
            "record no longer clean"
        ).Next!;

        Assert.Equal((EnrolmentState.Ended, new(2026, 11, last)), (ended.State, ended.ValidTo));
        Assert.Equal(
            EnrolmentRefusal.AlreadyEnded,
            ended.End(Editor, default, EndCause.Request, "again").Refusal
        );
    }

    [Fact]
    public void An_application_is_taken_up_by_an_editor_and_approved_by_a_third()
    {
        var applied = Applied();

        var draft = applied.TakeUp(Editor, new(2026, 12, 1), new DateOnly(2027, 11, 30)).Next!;
        var live = draft.Approve(Approver).Next!;

        Assert.Equal(EnrolmentRefusal.NotDraft, applied.Approve(Approver).Refusal);
        Assert.Equal((EnrolmentState.Live, 3L), (live.State, live.Version));
        Assert.Equal(("applicant", "editor"), (live.Applied!.Person, live.Drafted.Person));
        Assert.Equal(EnrolmentRefusal.SamePerson, draft.Approve(applied.Applied!).Refusal);
        Assert.Equal(EnrolmentRefusal.NotApplied, draft.TakeUp(Editor, default, null).Refusal);
    }

    [Fact]
    public void An_application_that_ends_was_declined_whatever_the_cause()
    {
        var ended = Applied().End(Editor, default, EndCause.Ejection, "too small").Next!;

        Assert.Equal(EndCause.Declined, ended.EndCause);
    }

    [Fact]
    public void An_exporter_asks_for_itself_only()
    {
        const string Own = "91120116MA90DEM45D";
        var request = new ApplyForEnrolment.Request(Uscc: "91120116MA99BE000X", Reason: "large");

        var (none, errors) = ApplyForEnrolment.Read(request, Own, Editor, default);
        var (own, _) = ApplyForEnrolment.Read(request with { Uscc = null }, Own, Editor, default);

        Assert.Null(none);
        Assert.Equal("uscc", Assert.Single(errors).Field);
        Assert.Equal((Own, EnrolmentState.Applied), (own!.Uscc, own.State));
    }

    [Fact]
    public void Every_wrong_field_of_a_draft_is_named_at_once()
    {
        var (draft, errors) = DraftEnrolment.Read(
            new("91120116", new string('x', 201), null, null, "LOTTERY", " "),
            Editor
        );

        Assert.Null(draft);
        Assert.Equal(
            ["enterpriseName", "ground", "reason", "uscc", "validFrom"],
            errors.Select(error => error.Field).Order()
        );
    }

    [Fact]
    public void A_draft_that_ends_before_it_begins_is_refused()
    {
        var (_, errors) = DraftEnrolment.Read(
            new(
                "91120116MA90DEM45D",
                null,
                new(2026, 2, 1),
                new DateOnly(2026, 1, 31),
                null,
                "large filer"
            ),
            Editor
        );

        Assert.Equal("validTo", Assert.Single(errors).Field);
    }

    private static Enrolment Applied() =>
        ApplyForEnrolment
            .Read(
                new(Reason: "large processing-trade filer"),
                "91120116MA90DEM45D",
                new("applicant", At),
                new(2026, 11, 25)
            )
            .Enrolment!;

    private static Enrolment Draft() =>
        DraftEnrolment
            .Read(
                new("91120116MA90DEM45D", null, new(2026, 1, 1), null, null, "large filer"),
                Editor
            )
            .Enrolment!;
}
