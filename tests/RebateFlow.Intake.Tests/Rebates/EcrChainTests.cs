using CsCheck;
using RebateFlow.Intake.Checks.Rebates;

namespace RebateFlow.Intake.Tests.Rebates;

/// <summary>
/// Months of ECR are filed, withdrawn, rejected and approved in any order. Whoever followed is
/// computed again, and in the end rows 10 to 19 are those of the months filed in their order.
/// </summary>
public sealed class EcrChainTests
{
    /// <summary>What happens to a batch.</summary>
    private enum Act
    {
        File,
        Withdraw,
        Reject,
        Approve,
    }

    private sealed record Step(Act Act, int Batch, int Pick);

    /// <param name="Tax">Row 10, yuan; negative when offsets prevail.</param>
    /// <param name="Credit">Row 17 of its month, yuan.</param>
    private sealed record Batch(Guid Id, string Period, decimal Tax, decimal Credit);

    private static readonly Gen<Step> AnyStep = Gen.Select(
            Gen.Int[0, 9],
            Gen.Int[0, 7],
            Gen.Int[0, 100]
        )
        .Select(
            (act, batch, pick) =>
                new Step(
                    act < 6 ? Act.File
                        : act < 8 ? Act.Withdraw
                        : (Act)(act - 6),
                    batch,
                    pick
                )
        );

    private static readonly Gen<(int Month, int Tax, int Credit)> AnyBatch = Gen.Select(
        Gen.Int[1, 5],
        Gen.Int[-900, 900],
        Gen.Int[0, 600]
    );

    [Fact]
    public void Whatever_the_order_live_months_come_to_those_filed_in_their_order()
    {
        var refused = 0;
        var late = 0;
        Gen.Select(AnyBatch.Array[8], AnyStep.Array[1, 40])
            .Sample(
                (drawn, steps) =>
                {
                    var office = new Office(drawn);
                    foreach (var step in steps)
                        office.Take(step);
                    office.Check();
                    Interlocked.Add(ref refused, office.Refused);
                    Interlocked.Add(ref late, office.Late);
                },
                iter: 5_000
            );
        Assert.True(late > 1_000, $"only {late} months came late");
        Assert.True(refused > 100, $"only {refused} late months were refused");
    }

    [Fact]
    public void A_chain_that_computes_nobody_again_is_found()
    {
        var office = new Office([(2, 500, 0), (1, -300, 0)]) { IsForgetful = true };
        office.Take(new(Act.File, 0, 0));
        office.Take(new(Act.File, 1, 0));

        Assert.ThrowsAny<Xunit.Sdk.XunitException>(office.Check);
    }

    /// <summary>Batches of one exporter, computed as the service does it.</summary>
    private sealed class Office((int Month, int Tax, int Credit)[] drawn)
    {
        private readonly Batch[] batches =
        [
            .. drawn.Select(
                (one, i) =>
                    new Batch(
                        new Guid(i + 1, 0, 0, new byte[8]),
                        $"20260{one.Month}",
                        one.Tax,
                        drawn.First(other => other.Month == one.Month).Credit
                    )
            ),
        ];

        private readonly Dictionary<Guid, EcrLink> links = [];
        private readonly Dictionary<Guid, EcrSummary> summaries = [];
        private readonly HashSet<Guid> flagged = [];
        private long sequence;

        public int Refused { get; private set; }

        public int Late { get; private set; }

        public bool IsForgetful { get; init; }

        public void Take(Step step)
        {
            var batch = batches[step.Batch % batches.Length];
            if (step.Act == Act.File && !links.ContainsKey(batch.Id))
                File(batch, step.Pick);
            else if (links.TryGetValue(batch.Id, out var link) && !link.IsDecided)
                End(batch, link, step);
        }

        private void File(Batch batch, int pick)
        {
            var standing = EcrChain.StandingOf(links.Values, batch.Id, batch.Period);
            var summary = Compute(batch, standing);
            if (
                standing.LaterDecidedPeriod is not null
                && summary.CarryForwardEcr != summary.CarriedForwardEcr
            )
            {
                Refused++;
                return;
            }
            var followers = EcrChain.FollowersOf(links.Values, batch.Id, batch.Period);
            Late += links.Values.Any(link => string.CompareOrdinal(link.Period, batch.Period) > 0)
                ? 1
                : 0;
            links[batch.Id] = LinkOf(batch, summary, ++sequence);
            summaries[batch.Id] = summary;
            Again(followers, pick);
        }

        private void End(Batch batch, EcrLink link, Step step)
        {
            if (step.Act == Act.Approve)
                links[batch.Id] = link with { IsDecided = true };
            else if (step.Act != Act.File)
            {
                var followers = EcrChain.FollowersOf(links.Values, batch.Id, batch.Period);
                links.Remove(batch.Id);
                summaries.Remove(batch.Id);
                Again(followers, step.Pick);
            }
        }

        /// <summary>Compares the noted ones again, in whatever order they come up.</summary>
        private void Again(IReadOnlyList<Guid> noted, int pick)
        {
            var waiting = new List<Guid>(IsForgetful ? [] : noted);
            for (var rounds = 0; waiting.Count > 0; rounds++)
            {
                Assert.True(rounds < 1_000, "the months never come to rest");
                var next = waiting[(pick + rounds) % waiting.Count];
                waiting.Remove(next);
                var batch = batches.Single(one => one.Id == next);
                var link = links[next];
                var summary = Compute(batch, EcrChain.StandingOf(links.Values, next, batch.Period));
                if (summary == summaries[next])
                    continue;
                if (link.IsDecided)
                {
                    flagged.Add(next);
                    continue;
                }
                summaries[next] = summary;
                links[next] = LinkOf(batch, summary, link.Sequence);
                foreach (var id in EcrChain.FollowersOf(links.Values, next, batch.Period))
                    if (!waiting.Contains(id))
                        waiting.Add(id);
            }
        }

        /// <summary>
        /// The same batches filed in their order, what is decided standing as it was decided.
        /// </summary>
        public void Check()
        {
            var inOrder = new Dictionary<Guid, EcrLink>();
            var (rows, expected) = (Totals([]), Totals([]));
            foreach (var link in links.Values.OrderBy(one => one.Period).ThenBy(o => o.Sequence))
            {
                var batch = batches.Single(one => one.Id == link.Id);
                var summary = Compute(
                    batch,
                    EcrChain.StandingOf(inOrder.Values, link.Id, link.Period)
                );
                if (link.IsDecided && summary != summaries[link.Id])
                {
                    Assert.Contains(link.Id, flagged);
                    summary = summaries[link.Id];
                }
                inOrder[link.Id] = LinkOf(batch, summary, link.Sequence);
                expected = Sum(expected, Totals([summary]));
                rows = Sum(rows, Totals([summaries[link.Id]]));
            }
            Assert.Equal(expected, rows);
        }

        private static decimal[] Sum(decimal[] one, decimal[] other) =>
            [.. one.Zip(other, (a, b) => a + b)];

        /// <summary>Rows 10, 13, 15, 16, 18 and 19.</summary>
        private static decimal[] Totals(EcrSummary[] forms) =>
            [
                forms.Sum(form => form.EcrTax),
                forms.Sum(form => form.CarriedForwardEcr),
                forms.Sum(form => form.EcrTotal),
                forms.Sum(form => form.CarryForwardEcr),
                forms.Sum(form => form.RebateDue),
                forms.Sum(form => form.ExemptCredit),
            ];

        private static EcrLink LinkOf(Batch batch, EcrSummary summary, long place) =>
            new(
                batch.Id,
                batch.Period,
                place,
                summary.CarryForwardEcr,
                summary.EcrSalesCny,
                summary.RebateDue,
                IsDecided: false
            );

        private static EcrSummary Compute(Batch batch, EcrStanding standing) =>
            new()
            {
                GoodsSalesUsd = 0m,
                ServicesSalesUsd = 0m,
                EcrSalesCny = 0m,
                GoodsDisallowedTax = 0m,
                ServicesDisallowedTax = 0m,
                SettlementAdjustDisallowed = 0m,
                GoodsEcrTax = batch.Tax,
                ServicesEcrTax = 0m,
                CarriedForwardEcr = standing.Prior?.CarryForwardEcr ?? 0m,
                SettlementAdjustEcr = 0m,
                EndingCredit = batch.Credit,
                CreditTakenByOtherBatches = standing.Others.RebateDueCny,
            };
    }
}
