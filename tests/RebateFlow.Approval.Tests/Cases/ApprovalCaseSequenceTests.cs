using System.Collections.Concurrent;
using System.Text.Json;
using CsCheck;
using RebateFlow.Approval.Casework.Alarms;
using RebateFlow.Approval.Casework.Audit;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.Approval.Casework.Checks;
using RebateFlow.GreenChannel;
using RebateFlow.Primitives;

namespace RebateFlow.Approval.Tests.Cases;

/// <summary>
/// Random people do random things to a case, time passes at random, and after each step the case
/// must be in a state that the rules allow. In the end its audit trail alone must tell all of it.
/// </summary>
public sealed class ApprovalCaseSequenceTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(30);
    private static readonly JsonSerializerOptions Amounts = new()
    {
        Converters = { new MoneyJsonConverter() },
    };

    private static readonly Guid CaseId = new(1, 0, 0, new byte[8]);
    private static readonly DateTimeOffset Start = new(2026, 11, 25, 1, 0, 0, TimeSpan.Zero);

    /// <summary>From this amount on two officers release what was withheld.</summary>
    private const decimal Second = 30m;

    private sealed record Move(int Action, int Officer, int Doubt, int Minutes);

    private static readonly Gen<Move> AnyMove = Gen.Select(
            Gen.Int[0, 61],
            Gen.Int[0, 4],
            Gen.Int[1, 3],
            Gen.Int[0, 12]
        )
        .Select((action, officer, doubt, minutes) => new Move(action, officer, doubt, minutes));

    private static readonly Officer[] People =
    [
        new("a", "", [Post.Review]),
        new("b", "", [Post.Review, Post.ReReview]),
        new("c", "", [Post.ReReview]),
        new("d", "", [Post.Evaluation, Post.ReReview, Post.Approval]),
        new("e", "", [Post.Review, Post.Evaluation, Post.ReReview, Post.Approval]),
    ];

    private static readonly Post[][] Routes =
    [
        [Post.Review],
        [Post.Review, Post.ReReview],
        [Post.Review, Post.ReReview, Post.Approval],
        [Post.Review, Post.Evaluation, Post.ReReview],
    ];

    private static readonly OpenDoubt[] Doubts =
    [
        new(1, PassableBy.Officer),
        new(2, PassableBy.Reviewer),
        new(3, PassableBy.Nobody),
    ];

    [Fact]
    public void No_sequence_of_actions_reaches_a_forbidden_state()
    {
        var approved = 0;
        var released = 0;
        var kinds = new ConcurrentDictionary<string, int>();
        Gen.Select(Gen.Int[0, 7], Gen.Int[0, 3], AnyMove.Array[0, 80])
            .Sample(
                (first, doubts, moves) =>
                {
                    var attempt = Officers.Attempt(1, Routes[first / 2], 100m);
                    // Every other case is one that the sample alone keeps from green.
                    var drawn = first % 2 == 1;
                    var opened = ApprovalCase.Open(
                        attempt with
                        {
                            Sample = attempt.Sample with { Drawn = drawn, AloneBarsGreen = drawn },
                            Placement = Officers.Placed(drawn ? Channel.Standard : Channel.Green),
                        },
                        Start
                    );
                    var seen = new Seen(opened, Doubts[..doubts]);
                    var now = Start;
                    foreach (var any in moves)
                    {
                        var move = Likelier(seen.Case, any);
                        now += TimeSpan.FromMinutes(move.Minutes);
                        seen.Take(Do(seen.Case, move, now), move, now);
                    }

                    if (seen.Approvals > 0)
                        Interlocked.Increment(ref approved);
                    if (seen.Releases > 0)
                        Interlocked.Increment(ref released);
                    foreach (var kind in seen.CheckTrail())
                        kinds.AddOrUpdate(kind, 1, (_, count) => count + 1);
                },
                iter: 20_000
            );
        // Otherwise the random moves would prove nothing about approvals.
        Assert.True(approved > 100, $"only {approved} sequences ended in an approval");
        Assert.True(released > 5, $"only {released} sequences released a large amount later");
        Assert.Equal(CaseEventJson.Actions.Order(), kinds.Keys.Order());
    }

    /// <summary>
    /// What was withheld from an approved case is mostly released or answered: by chance alone two
    /// people would hardly ever do it.
    /// </summary>
    private static Move Likelier(ApprovalCase before, Move move) =>
        before.State != CaseState.Approved || move.Minutes % 3 == 0 ? move
        : before.Holds is [var hold, ..] ? move with { Action = 22, Doubt = hold.HoldNo }
        : before.Letters is [var letter, ..] ? move with { Action = 26, Doubt = letter.LetterNo }
        : move;

    private static Tried Do(ApprovalCase before, Move move, DateTimeOffset now)
    {
        var who = Who(before, move);
        if (move.Action > 51)
            return TaskMoves.Do(before, (move.Action, move.Doubt), who, now);
        if (move.Action > 32)
            return DoBeside(before, move, now);
        return move.Action switch
        {
            < 6 => before.Claim(who, now, Lease),
            6 => before.Release(who, now),
            < 11 => before.PassDoubt(who, move.Doubt, now, Lease),
            11 => before.Return(who, now),
            < 16 => before.Decide(who, new(Decision.Approve, ""), now),
            16 => before.Decide(who, new(Decision.Reject, "no"), now),
            17 => before.Try(new Withdraw(move.Doubt, "ERROR", ""), now),
            18 => before.Reopen(move.Doubt, before.Route, Doubts[..1], now),
            19 => before.PutOnHold(who, HoldOf(HoldScope.WholeCase, 0m), now, Lease),
            20 => before.PutOnHold(who, HoldOf(HoldScope.Amount, 35m), now, Lease),
            21 => before.PutOnHold(who, HoldOf(HoldScope.Guarantee, 35m), now, Lease),
            < 24 => before.ReleaseHold(who, move.Doubt, new(now, Second)),
            24 => before.SendLetter(who, LetterOf(move.Doubt), now, Lease),
            25 => before.ExtendLetter(who, move.Doubt, new(2027, 1, 20), now),
            26 => before.AnswerLetter(who, move.Doubt, LetterReply.Normal, new(now, Second)),
            27 => before.AnswerLetter(who, move.Doubt, LetterReply.Problem, new(now, Second)),
            28 => before.Decide(who, new(Decision.Approve, "part", 10m), now),
            30 => before.HandOver(who, People[move.Doubt], now, Lease),
            31 => before.HandOver(People[4], People[move.Officer], now, Lease),
            32 => before.TakeBack(now, move.Doubt > 1 ? People[move.Officer] : null),
            _ => before.Claim(who, now, Lease),
        };
    }

    /// <summary>The draw, bulk, and what happens beside the posts.</summary>
    private static Tried DoBeside(ApprovalCase before, Move move, DateTimeOffset now)
    {
        if (move.Action > 46)
            return before.Try(Facts(before, move), now);
        var (id, who) = (Guid.CreateVersion7(), People[move.Officer]);
        var checkId = before.Checks is [.., var check] ? check.CheckId : id;
        var days = Officers.Terms(Lease, Second);
        CaseCommand command = move.Action switch
        {
            33 => new Assign(People[move.Doubt..], new byte[32], days.Today, Lease),
            34 or 35 => new GiveVerdict(who, new(Decision.Approve, ""), days, InBulk: true),
            36 => new MoveChannel(Again(before, MoveCause.Risk, move)),
            37 => new MoveChannel(Again(before, MoveCause.Policy, move)),
            38 or 39 => new FlagForReReview(Again(before, MoveCause.Enrolment, move), id),
            40 => new RaiseDeadline(id, "", AlarmStage.Warning, before.Dates.Legal, 2),
            41 => new RaiseDeadline(id, "", AlarmStage.Escalation, before.Dates.Legal, 0),
            42 => new RaiseAge(id, "", 0),
            43 => before.Letters is [var letter, ..]
                ? new RaiseLetter(id, "", letter.LetterNo, letter.DueOn)
                : new RaiseLetter(id, "", 1, days.Today),
            44 => new ClaimCheck(who, checkId, Lease),
            45 => new CloseCheck(who, checkId, new(CheckOutcome.Irregular, 1m, "price")),
            _ => new PlaceHold(
                Who(before, move),
                HoldOf(HoldScope.WholeCase, 0m),
                "to inspection",
                days,
                IsReferral: true
            ),
        };
        return before.Try(command, now);
    }

    /// <summary>Facts change, or the attempt has been compared with what they are now.</summary>
    private static CaseCommand Facts(ApprovalCase before, Move move)
    {
        if (move.Action < 49)
            return new NoteFacts(before.AttemptNo, before.StaleNo + move.Doubt);
        var check = new RecheckedAttempt
        {
            CheckNo = before.CheckNo + 1,
            Filing = before.Filing with { RebateDueCny = 70m + (10m * move.Doubt) },
            ContentSha256 = "",
            Changes = [new("vat-invoices", "26122", "status", "NORMAL", "RED")],
            Passes = [.. before.PassedDoubts.Select(one => new KeptPass(one, one))],
            EntitledCny = 30m * move.Doubt,
            IsBarred = move.Minutes % 2 == 0,
        };
        return new TakeRecheck(
            before.AttemptNo,
            Math.Max(before.StaleNo, before.CheckedNo + 1),
            move.Action == 49 ? null : check,
            Guid.CreateVersion7()
        );
    }

    private static NewChannel Again(ApprovalCase before, MoveCause cause, Move move) =>
        new(cause, new("中", "en"), Officers.Placed((Channel)(move.Doubt - 1)))
        {
            Route = before.Route,
            Dates = before.Dates with { Due = before.Dates.Due.AddDays(1) },
            Basis = new(Guid.Empty, "2026-02", new Dictionary<string, string>()),
        };

    private static Hold HoldOf(HoldScope scope, decimal amount) =>
        new(0, HoldGround.SupplierSuspicion, scope, amount, "reference");

    private static Letter LetterOf(int supplier) =>
        new(0, $"s{supplier}", "", 20m * supplier, new(2026, 11, 25), new(2026, 12, 25));

    /// <summary>
    /// Mostly the holder of the case, else most actions would be refused for that alone.
    /// </summary>
    private static Officer Who(ApprovalCase before, Move move) =>
        move.Minutes % 4 > 0 && Array.Find(People, one => one.Id == before.ClaimedBy) is { } holder
            ? holder
            : People[move.Officer];

    /// <summary>Keeps who agreed to what, apart from the state machine, and compares.</summary>
    private sealed class Seen(CaseOpened opened, OpenDoubt[] doubts)
    {
        private readonly List<CaseEvent> events = [opened];
        private readonly Dictionary<string, Post> posts = [];
        private readonly List<(string Who, Post Post)> approvals = [];

        public ApprovalCase Case { get; private set; } =
            ApprovalCase.Of(CaseId, opened).With(doubts);

        /// <summary>How often two or three posts came to approve it.</summary>
        public int Approvals { get; private set; }

        /// <summary>How often two people released a large amount later.</summary>
        public int Releases { get; private set; }

        public void Take(Tried step, Move move, DateTimeOffset now)
        {
            if (step.Next is not { } after)
                return;
            events.AddRange(step.Events);
            if (Case.IsStale)
                Assert.DoesNotContain(
                    step.Events,
                    one => one is Claimed or Assigned or Proposed or SentBack or Decided
                );
            var who = Who(Case, move);
            if (move.Action is (>= 7 and < 17) or (>= 19 and < 29))
            {
                Assert.True(
                    move.Action is >= 22 and < 28 && Case.State is not CaseState.Claimed
                        ? after.ClaimedBy is null
                        : Case.ClaimedBy == who.Id && Case.LeaseUntil > now
                );
                var post = after.Actors[who.Id];
                var isHead = move.Action is 22 or 23 && post == Posts.HeadOf(Case.Post);
                Assert.True(
                    post == Case.Post || Proposes(after) || isHead,
                    "acted on a post out of turn"
                );
                Assert.Equal(post, posts.GetValueOrDefault(who.Id, post));
                posts[who.Id] = post;
                CheckRelease(after, who);
            }

            foreach (var act in step.Events.OfType<OfficerAct>().Where(_ => move.Action > 51))
            {
                Assert.Equal(act.By.Post, posts.GetValueOrDefault(act.By.Id, act.By.Post!.Value));
                posts[act.By.Id] = act.By.Post!.Value;
            }

            if (move.Action is 30 or 31)
                Assert.Equal(Case.Post, posts.GetValueOrDefault(after.ClaimedBy!, Case.Post));
            if (move.Action is 34 or 35)
            {
                who = People[move.Officer];
                Assert.Equal(Case.Post, posts.GetValueOrDefault(who.Id, Case.Post));
                posts[who.Id] = Case.Post;
            }
            if (move.Action is (>= 12 and < 16) or 28 or 34 or 35)
                approvals.Add((who.Id, Case.Post));
            if (after.Proposal is null && after.State != CaseState.Approved)
                approvals.Clear();
            Check(after);
            Case = after;
        }

        /// <summary>
        /// The entries of the trail, read back, make the same case to the last column.
        /// </summary>
        /// <returns>The actions of the trail.</returns>
        public IEnumerable<string> CheckTrail()
        {
            var trail = new AuditTrail(CaseId, ChainHead.Empty);
            foreach (var happened in events)
                trail.Add(happened);
            var entries = trail.Added.Select(one => one.Entry).ToList();

            var replayed = CaseHistory.Replay(CaseId, entries)!;

            var row = CaseColumns.All.Select(column => column.Value(Case)).ToList();
            Assert.Null(CaseColumns.FirstDifference(replayed, row));
            Assert.Equal(
                JsonSerializer.Serialize(Case with { Doubts = [] }, Amounts),
                JsonSerializer.Serialize(replayed, Amounts)
            );
            return entries.Select(entry => entry.Action);
        }

        private void Check(ApprovalCase after)
        {
            Assert.Contains(after.Post, after.Route);
            Assert.Equal(after.State == CaseState.Claimed, after.ClaimedBy is not null);
            Assert.Equal(after.ClaimedBy is null, after.LeaseUntil is null);
            Assert.True(after.AttemptNo >= Case.AttemptNo);
            CheckAmounts(after);
            if (after.State != CaseState.Approved)
                return;
            Approvals += after.Route.Count > 1 ? 1 : 0;
            Assert.Empty(after.OpenDoubts);
            Assert.Empty(after.OpenTasks);
            Assert.Equal(after.Route, approvals.Select(one => one.Post));
            Assert.Equal(approvals.Count, approvals.Select(one => one.Who).Distinct().Count());
        }

        /// <summary>A large amount that waits for a second officer from now on.</summary>
        private bool Proposes(ApprovalCase after) =>
            after.Holds.Count(one => one.ReleaseProposedBy is not null)
                + after.Letters.Count(one => one.ReplyProposedBy is not null)
            > Case.Holds.Count(one => one.ReleaseProposedBy is not null)
                + Case.Letters.Count(one => one.ReplyProposedBy is not null);

        /// <summary>Large money that leaves after the decision had two people.</summary>
        private void CheckRelease(ApprovalCase after, Officer who)
        {
            var gone = Case.Holds.Where(one => after.Holds.All(left => left.HoldNo != one.HoldNo));
            Assert.DoesNotContain(
                gone,
                one => one.Scope == HoldScope.WholeCase && one.HeldBy == who.Id
            );
            if (Case.State != CaseState.Approved || after.ApprovedCny < Case.ApprovedCny + Second)
                return;
            var first =
                Case.Holds.Except(after.Holds).SingleOrDefault()?.ReleaseProposedBy
                ?? Case.Letters.Except(after.Letters).SingleOrDefault()?.ReplyProposedBy;
            Assert.NotNull(first);
            Assert.NotEqual(first, who.Id);
            Releases++;
        }

        /// <summary>No yuan is approved twice, nor while it is withheld or refused.</summary>
        private static void CheckAmounts(ApprovalCase after)
        {
            Assert.InRange(after.DecidableCny, 0m, 100m);
            var most = after.State == CaseState.Approved ? after.DecidableCny : 0m;
            Assert.InRange(after.ApprovedCny, 0m, most);
            if (after.State != CaseState.Withdrawn)
                Assert.Equal(
                    after.State == CaseState.Held,
                    after.Holds.Any(hold => hold.Scope == HoldScope.WholeCase)
                );
            Assert.Equal(
                after.Letters.Count,
                after.Letters.Select(letter => letter.SupplierTaxId).Distinct().Count()
            );
        }
    }
}
