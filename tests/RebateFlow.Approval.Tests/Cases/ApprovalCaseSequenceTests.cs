using CsCheck;
using RebateFlow.Approval.Casework.Cases;

namespace RebateFlow.Approval.Tests.Cases;

/// <summary>
/// Random people do random things to a case, time passes at random, and after each step the case
/// must be in a state that the rules allow.
/// </summary>
public sealed class ApprovalCaseSequenceTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(30);
    private static readonly DateTimeOffset Start = new(2026, 11, 25, 1, 0, 0, TimeSpan.Zero);

    /// <summary>From this amount on two officers release what was withheld.</summary>
    private const decimal Second = 30m;

    private sealed record Move(int Action, int Officer, int Doubt, int Minutes);

    private static readonly Gen<Move> AnyMove = Gen.Select(
            Gen.Int[0, 32],
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
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], AnyMove.Array[0, 60])
            .Sample(
                (route, doubts, moves) =>
                {
                    var seen = new Seen(
                        ApprovalCase.Open(
                            new(1, 0, 0, new byte[8]),
                            1,
                            Routes[route],
                            Doubts[..doubts]
                        ) with
                        {
                            RebateDueCny = 100m,
                        }
                    );
                    var now = Start;
                    foreach (var drawn in moves)
                    {
                        var move = Likelier(seen.Case, drawn);
                        now += TimeSpan.FromMinutes(move.Minutes);
                        seen.Take(Do(seen.Case, move, now), move, now);
                    }

                    if (seen.Approvals > 0)
                        Interlocked.Increment(ref approved);
                    if (seen.Releases > 0)
                        Interlocked.Increment(ref released);
                },
                iter: 20_000
            );
        // Otherwise the random moves would prove nothing about approvals.
        Assert.True(approved > 100, $"only {approved} sequences ended in an approval");
        Assert.True(released > 5, $"only {released} sequences released a large amount later");
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

    private static Step Do(ApprovalCase before, Move move, DateTimeOffset now)
    {
        var who = Who(before, move);
        return move.Action switch
        {
            < 6 => before.Claim(who, now, Lease),
            6 => before.Release(who, now),
            < 11 => before.PassDoubt(who, move.Doubt, now, Lease),
            11 => before.Return(who, now),
            < 16 => before.Decide(who, new(Decision.Approve, ""), now),
            16 => before.Decide(who, new(Decision.Reject, "no"), now),
            17 => before.Withdraw(move.Doubt),
            18 => before.Reopen(move.Doubt, before.Route, Doubts[..1]),
            19 => before.PutOnHold(who, HoldOf(HoldScope.WholeCase, 0m), now, Lease),
            20 => before.PutOnHold(who, HoldOf(HoldScope.Amount, 35m), now, Lease),
            21 => before.PutOnHold(who, HoldOf(HoldScope.Guarantee, 35m), now, Lease),
            < 24 => before.ReleaseHold(who, move.Doubt, new(now, Second)),
            24 => before.SendLetter(who, LetterOf(move.Doubt), now, Lease),
            25 => before.ExtendLetter(who, move.Doubt, new(new(2027, 1, 20), 3), now),
            26 => before.AnswerLetter(who, move.Doubt, LetterReply.Normal, new(now, Second)),
            27 => before.AnswerLetter(who, move.Doubt, LetterReply.Problem, new(now, Second)),
            28 => before.Decide(who, new(Decision.Approve, "part", 10m), now),
            30 => before.HandOver(who, People[move.Doubt], now, Lease),
            31 => before.HandOver(People[4], People[move.Officer], now, Lease),
            32 => before.TakeBack(now),
            _ => before.Claim(who, now, Lease),
        };
    }

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
    private sealed class Seen(ApprovalCase first)
    {
        private readonly Dictionary<string, Post> posts = [];
        private readonly List<(string Who, Post Post)> approvals = [];

        public ApprovalCase Case { get; private set; } = first;

        /// <summary>How often two or three posts came to approve it.</summary>
        public int Approvals { get; private set; }

        /// <summary>How often two people released a large amount later.</summary>
        public int Releases { get; private set; }

        public void Take(Step step, Move move, DateTimeOffset now)
        {
            if (step.Next is not { } after)
                return;
            var who = Who(Case, move);
            if (move.Action is (>= 7 and < 17) or (>= 19 and < 29))
            {
                Assert.True(
                    move.Action is >= 22 and < 28 && Case.State is not CaseState.Claimed
                        ? after.ClaimedBy is null
                        : Case.ClaimedBy == who.Id && Case.LeaseUntil > now
                );
                var post = after.Actors[who.Id];
                Assert.True(post == Case.Post || Proposes(after), "acted on a post out of turn");
                Assert.Equal(post, posts.GetValueOrDefault(who.Id, post));
                posts[who.Id] = post;
                CheckRelease(after, who);
            }

            if (move.Action is 30 or 31)
                Assert.Equal(Case.Post, posts.GetValueOrDefault(after.ClaimedBy!, Case.Post));
            if (move.Action is (>= 12 and < 16) or 28)
                approvals.Add((who.Id, Case.Post));
            if (after.Proposal is null && after.State != CaseState.Approved)
                approvals.Clear();
            Check(after);
            Case = after;
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
