using CsCheck;
using RebateFlow.RiskScoring;
using RebateFlow.RiskScoring.Watchlist;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Risk.Tests.Watchlist;

public sealed class WatchlistEntryTests
{
    private static readonly DateOnly today = new(2026, 2, 2);

    private static readonly EntryRequest request = new(
        Kind: "COMMODITY",
        Key: "8507",
        Level: 2,
        Reason: "以铅酸电池充锂电池",
        Authority: "国家税务总局",
        Document: "通报",
        ValidFrom: new DateOnly(2026, 1, 1)
    );

    [Fact]
    public void A_draft_does_not_count_until_a_second_person_approves_it()
    {
        var draft = Drafted();

        Assert.Equal("DRAFT", draft.StatusOn(today));
        Assert.False(draft.IsListed);

        var approved = After(draft, WatchlistEntry.Approve(draft, "", By("approver")));

        Assert.Equal("IN_FORCE", approved.StatusOn(today));
        Assert.True(approved.IsListed);
        Assert.Equal(2, approved.Latest.VersionNo);
    }

    [Fact]
    public void Who_drafted_may_neither_approve_nor_refuse()
    {
        var draft = Drafted();

        Assert.Equal(Problems.SamePerson, WatchlistEntry.Approve(draft, "", By("editor")).Refusal);
        Assert.Equal(Problems.SamePerson, WatchlistEntry.Reject(draft, "", By("editor")).Refusal);
    }

    [Fact]
    public void Who_revised_may_not_approve_the_revision_but_who_drafted_first_may()
    {
        var revised = After(
            Listed(),
            WatchlistEntry.Revise(Listed(), Content(3), "", By("second editor"))
        );

        Assert.Equal(
            Problems.SamePerson,
            WatchlistEntry.Approve(revised, "", By("second editor")).Refusal
        );
        Assert.NotNull(WatchlistEntry.Approve(revised, "", By("editor")).Next);
    }

    [Fact]
    public void A_refused_draft_never_counted_and_cannot_be_approved_later()
    {
        var refused = After(
            Drafted(),
            WatchlistEntry.Reject(Drafted(), "查无实据", By("approver"))
        );

        Assert.Equal("REJECTED", refused.StatusOn(today));
        Assert.Equal(
            Problems.NothingPending,
            WatchlistEntry.Approve(refused, "", By("approver")).Refusal
        );
        Assert.Equal(
            Problems.NotListed,
            WatchlistEntry.Revise(refused, Content(3), "", By("editor")).Refusal
        );
    }

    [Fact]
    public void Until_a_revision_is_approved_the_old_content_counts()
    {
        var listed = Listed();
        var revised = After(listed, WatchlistEntry.Revise(listed, Content(4), "", By("editor")));

        Assert.Equal(2, revised.Approved!.Content.Level);
        Assert.True(revised.IsPending);
        Assert.Equal("IN_FORCE", revised.StatusOn(today));

        var approved = After(revised, WatchlistEntry.Approve(revised, "", By("approver")));

        Assert.Equal(4, approved.Approved!.Content.Level);
    }

    [Fact]
    public void A_refused_revision_leaves_the_old_content_in_force()
    {
        var listed = Listed();
        var revised = After(listed, WatchlistEntry.Revise(listed, Content(4), "", By("editor")));
        var refused = After(revised, WatchlistEntry.Reject(revised, "理由不足", By("approver")));

        Assert.Equal(2, refused.Approved!.Content.Level);
        Assert.Equal("IN_FORCE", refused.StatusOn(today));
        Assert.NotNull(WatchlistEntry.Retire(refused, "期满", By("editor")).Next);
    }

    [Fact]
    public void An_end_counts_only_when_approved_and_is_final()
    {
        var listed = Listed();
        var ending = After(listed, WatchlistEntry.Retire(listed, "查清", By("editor")));

        Assert.Equal("IN_FORCE", ending.StatusOn(today));

        var ended = After(ending, WatchlistEntry.Approve(ending, "", By("approver")));

        Assert.Equal("RETIRED", ended.StatusOn(today));
        Assert.Equal(
            Problems.NotListed,
            WatchlistEntry.Revise(ended, Content(1), "", By("editor")).Refusal
        );
        Assert.Equal(Problems.NotListed, WatchlistEntry.Retire(ended, "", By("editor")).Refusal);
    }

    [Fact]
    public void One_draft_waits_at_a_time()
    {
        var listed = Listed();
        var revised = After(listed, WatchlistEntry.Revise(listed, Content(4), "", By("editor")));

        Assert.Equal(
            Problems.AlreadyPending,
            WatchlistEntry.Revise(revised, Content(1), "", By("editor")).Refusal
        );
        Assert.Equal(
            Problems.AlreadyPending,
            WatchlistEntry.Retire(revised, "", By("editor")).Refusal
        );
    }

    [Theory]
    [InlineData("2026-02-03", null, "SCHEDULED")]
    [InlineData("2026-02-02", null, "IN_FORCE")]
    [InlineData("2026-01-01", "2026-02-02", "IN_FORCE")]
    [InlineData("2026-01-01", "2026-02-01", "EXPIRED")]
    public void First_and_last_day_belong_to_the_validity(string from, string? to, string status)
    {
        var (content, _) = WatchlistEntry.Read(
            request with
            {
                ValidFrom = Day(from),
                ValidTo = to is null ? null : Day(to),
            }
        );
        var draft = new EntryState(WatchlistEntry.Draft(content!, "", By("editor")), null);
        var state = After(draft, WatchlistEntry.Approve(draft, "", By("approver")));

        Assert.Equal(status, state.StatusOn(today));
    }

    [Fact]
    public void Every_wrong_field_of_a_request_is_named_at_once()
    {
        var (content, errors) = WatchlistEntry.Read(
            request with
            {
                Key = "85.07",
                Level = 5,
                Reason = " ",
                Authority = new string('x', 201),
                ValidTo = new DateOnly(2025, 12, 31),
                Evidence = "a\u0000b",
            }
        );

        Assert.Null(content);
        Assert.Equal(
            ["key", "level", "validTo", "reason", "authority", "evidence"],
            errors.Select(error => error.Field)
        );
    }

    [Fact]
    public void Steps_are_numbered_without_gaps_whoever_acts_in_whatever_order()
    {
        string[] people = ["editor", "approver", "third"];
        var actor = Gen.Int[0, 2].Select(place => people[place]);
        Gen.Select(Gen.Int[0, 3], actor)
            .List[0, 20]
            .Sample(acts =>
            {
                var state = Drafted();
                var numbers = new List<int> { 1 };
                foreach (var (act, by) in acts)
                {
                    var step = Act(state, act, By(by));
                    if (step.Next is null)
                        continue;
                    state = After(state, step);
                    numbers.Add(state.Latest.VersionNo);
                }
                return numbers.SequenceEqual(Enumerable.Range(1, numbers.Count))
                    && state.IsListed == (state.Approved?.Change is Change.Add or Change.Revise);
            });
    }

    private static (WatchlistVersion? Next, ProblemCode? Refusal) Act(
        EntryState state,
        int act,
        Actor actor
    ) =>
        act switch
        {
            0 => WatchlistEntry.Approve(state, "", actor),
            1 => WatchlistEntry.Reject(state, "", actor),
            2 => WatchlistEntry.Revise(state, Content(1), "", actor),
            _ => WatchlistEntry.Retire(state, "", actor),
        };

    private static EntryState Drafted() =>
        new(WatchlistEntry.Draft(Content(2), "", By("editor")), null);

    private static EntryState Listed() =>
        After(Drafted(), WatchlistEntry.Approve(Drafted(), "", By("approver")));

    private static EntryState After(
        EntryState state,
        (WatchlistVersion? Next, ProblemCode? Refusal) step
    ) => new(step.Next!, step.Next!.Stage == Stage.Approved ? step.Next : state.Approved);

    private static EntryContent Content(int level) =>
        WatchlistEntry.Read(request with { Level = level }).Content!;

    private static Actor By(string subject) => new(subject, DateTimeOffset.UnixEpoch);

    private static DateOnly Day(string text) => DateOnly.Parse(text, null);
}
