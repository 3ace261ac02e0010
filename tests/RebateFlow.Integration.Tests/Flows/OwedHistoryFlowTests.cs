using System.Globalization;
using System.Net;
using RebateFlow.Primitives;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;
using static RebateFlow.Integration.Tests.Flows.OffsetSteps;

namespace RebateFlow.Integration.Tests.Flows;

/// <summary>
/// Random histories through HTTP and messages: exporters declare, take back, withdraw, correct and
/// declare again, officers approve, return and reject in any order, payments come in. In the end
/// what was paid less what was repaid is what the granted quantity entitles to. The pure cores have
/// thousands of such histories (OwedHistoryTests); here it matters that databases and messages keep
/// them.
/// </summary>
public sealed class OwedHistoryFlowTests(SharedInstallation shared)
{
    private const int Histories = 6;
    private const int Steps = 8;

    [Fact]
    public async Task What_was_paid_less_what_was_repaid_is_what_the_final_facts_entitle_to() =>
        await Task.WhenAll(Enumerable.Range(1, Histories).Select(PlayAsync));

    private async Task PlayAsync(int seed)
    {
        var (installation, filing) = await shared.WithFilingAsync();
        var history = new History(installation, filing, seed);
        try
        {
            for (var step = 0; step < Steps; step++)
                await history.StepAsync();
            await history.FinishAsync();
            await history.CheckAsync();
        }
        catch (Exception fault)
        {
            throw new InvalidOperationException($"History of seed {seed}: {history}", fault);
        }
    }

    private sealed record Filed(Guid Id, decimal Quantity, bool IsOffset);

    private sealed class History(Installation installation, SampleFiling sample, int seed)
    {
        private readonly Random _random = new(seed);
        private readonly List<Filed> _filings = [];
        private readonly List<string> _steps = [];
        private int _batch = 100;

        public override string ToString() => string.Join("; ", _steps);

        public async Task StepAsync()
        {
            var some = _filings.Count == 0 ? null : _filings[_random.Next(_filings.Count)];
            var choice = some is null ? 0 : _random.Next(8);
            _steps.Add($"{choice} {some?.Quantity}");
            await (
                choice switch
                {
                    0 or 1 => DeclareAsync(10m * _random.Next(1, 11)),
                    2 or 3 => TakeBackAsync(10m * _random.Next(1, 11)),
                    4 => DecideAsync(some!, "APPROVE"),
                    5 => DecideAsync(some!, _random.Next(2) == 0 ? "REJECT" : "APPROVE"),
                    6 => WithdrawAsync(some!, _random.Next(2) == 0 ? "ERROR" : "WAIVER"),
                    _ => ReturnAsync(some!),
                }
            );
        }

        /// <summary>Decides what is open until nothing moves, then pays what is owed.</summary>
        public async Task FinishAsync()
        {
            var isMoving = true;
            while (isMoving)
            {
                isMoving = false;
                foreach (var one in _filings)
                    isMoving |= await DecideAsync(one, "APPROVE");
            }
            foreach (var one in Enumerable.Reverse(_filings))
                await DecideAsync(one, "REJECT");
            if (await BalanceAsync() is > 0 and var owed)
                await PayAsync(owed);
        }

        public async Task CheckAsync()
        {
            var granted = 0m;
            foreach (var one in _filings)
                if (await StateAsync(one) is "APPROVED")
                    granted += one.IsOffset ? -one.Quantity : one.Quantity;
            Assert.InRange(granted, 0m, sample.VoucherQuantity);
            var net = await installation.Approval.Database.QueryAsync<decimal>(
                $"""
                SELECT coalesce((SELECT sum(approved_rebate_cny - set_off_cny) FROM approval_case
                    WHERE uscc = '{sample.Exporter.Uscc}' AND state = 'APPROVED'), 0)
                  - coalesce((SELECT sum(paid_cny) FROM repayment_claim
                    WHERE uscc = '{sample.Exporter.Uscc}'), 0)
                """
            );
            Assert.Equal(Money.Tax(granted * sample.PriceCny, 13m), net);
            Assert.Equal(0m, await BalanceAsync());
        }

        private async Task<bool> DeclareAsync(decimal quantity)
        {
            var body = (sample with { BatchNo = ++_batch, Quantity = quantity }).Document();
            var (id, _) = await installation.HandInAsync(sample, body);
            _filings.Add(new(id, quantity, false));
            return true;
        }

        /// <summary>
        /// A part of the first filing that was declared; it may not be there any more.
        /// </summary>
        private async Task<bool> TakeBackAsync(decimal quantity)
        {
            var (id, _) = await installation.HandInAsync(sample, sample.Offset(++_batch, quantity));
            _filings.Add(new(id, quantity, true));
            return true;
        }

        private async Task<bool> DecideAsync(Filed some, string decision)
        {
            if (await StateAsync(some) is not ("CLEARED" or "UNDER_REVIEW"))
                return false;
            var answer = await installation.TryDecideAsync(some.Id, decision);
            if (answer.Status == HttpStatusCode.Conflict)
                return false;
            answer.Expect(HttpStatusCode.OK);
            await SettledAsync(some);
            return true;
        }

        private async Task<bool> ReturnAsync(Filed some)
        {
            if (await StateAsync(some) is not ("CLEARED" or "UNDER_REVIEW"))
                return false;
            var caseId = await installation.CaseIdAsync(some.Id);
            object reason = new { reason = "look again" };
            (
                await installation.ClaimAndActAsync(CaseSteps.Reviewer, caseId, "return", reason)
            ).Expect(HttpStatusCode.OK);
            await SettledAsync(some);
            return true;
        }

        private async Task<bool> WithdrawAsync(Filed some, string kind)
        {
            var answer = await installation
                .As(sample.Exporter.Bearer, installation.Intake)
                .PostAsync($"/v1/pre-declarations/{some.Id}/withdrawal", new { kind, reason = "" });
            Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Conflict, answer.Text);
            return answer.Status == HttpStatusCode.OK;
        }

        private async Task PayAsync(decimal owed)
        {
            object slip = new
            {
                amount = owed.ToString("F2", CultureInfo.InvariantCulture),
                reference = "last",
                paidOn = "2026-04-20",
            };
            var noted = await installation.PayAsync(sample, Treasurer, "", slip);
            var payment = noted.Expect(HttpStatusCode.OK).Json["payments"]![0]!;
            var path = $"/{Text(payment, "id")}/confirmation";
            var confirmed = await installation.PayAsync(
                sample,
                CaseSteps.Rereviewer,
                path,
                new { }
            );
            confirmed.Expect(HttpStatusCode.OK);
        }

        private Task<decimal> BalanceAsync() =>
            installation.Approval.Database.QueryAsync<decimal>(
                "SELECT coalesce(sum(balance_cny), 0) FROM repayment_account "
                    + $"WHERE uscc = '{sample.Exporter.Uscc}'"
            );

        /// <summary>Waits until Intake knows what the officers decided.</summary>
        private Task SettledAsync(Filed some) =>
            Eventually.EqualAsync(
                true,
                async () => await StateAsync(some) is not ("CLEARED" or "UNDER_REVIEW")
            );

        private async Task<string> StateAsync(Filed some) =>
            Text(await installation.SeenByExporterAsync(sample, some.Id), "state");
    }
}
