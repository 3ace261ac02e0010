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

        var ended = live.End(Editor, new(2026, 11, endsOn), "record no longer clean").Next!;

        Assert.Equal((EnrolmentState.Ended, new(2026, 11, last)), (ended.State, ended.ValidTo));
        Assert.Equal(EnrolmentRefusal.AlreadyEnded, ended.End(Editor, default, "again").Refusal);
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

    private static Enrolment Draft() =>
        DraftEnrolment
            .Read(
                new("91120116MA90DEM45D", null, new(2026, 1, 1), null, null, "large filer"),
                Editor
            )
            .Enrolment!;
}
