using System.Globalization;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Tests.Owed;

/// <summary>
/// Random histories of an exporter: it declares, takes back all or a part, corrects, withdraws,
/// declares again; officers approve, approve less, hold back, return, reject; payments come in. In
/// the end what was paid less what was repaid is what the final facts entitle to.
/// </summary>
public sealed class OwedHistoryTests
{
    private const int Histories = 2_500;

    [Fact]
    public void What_was_paid_less_what_was_repaid_is_what_the_final_facts_entitle_to() =>
        Play(firstSeed: 1, isLessApproved: false);

    [Fact]
    public void Nobody_pays_back_more_or_less_than_was_granted() =>
        Play(firstSeed: 1_000_001, isLessApproved: true);

    private static void Play(int firstSeed, bool isLessApproved)
    {
        var (approved, repaid, kept) = (0, 0, 0);
        for (var seed = firstSeed; seed < firstSeed + Histories; seed++)
        {
            var history = new History(seed, isLessApproved);
            try
            {
                history.Run();
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException($"History of seed {seed}: {history}", fault);
            }
            approved += history.World.Filings.Count(one => one.IsApproved);
            repaid += history.World.Ledger.Claims.Count;
            kept += history.World.Ledger.SetOffs.Count;
        }
        TestContext.Current.SendDiagnosticMessage(
            $"seeds {firstSeed} to {firstSeed + Histories - 1}: {approved} approved, {repaid} "
                + $"claims, {kept} set off"
        );
        Assert.True(approved > Histories && repaid > Histories / 10 && kept > Histories / 20);
    }

    private sealed class History(int seed, bool isLessApproved)
    {
        // The same history for the same seed, so that a failure can be played again.
        private readonly Random _random = new(seed);
        private readonly List<string> _steps = [];
        private int _batch;

        // Of the first every piece has a tax in whole fen, of the second none has.
        public OwedWorld World { get; } =
            new(new Goods(1, 100m, 20_000m, 3_200m), new Goods(2, 97m, 9_999.89m, 1_234.57m));

        public override string ToString() => string.Join("; ", _steps);

        public void Run()
        {
            for (var step = 0; step < 24; step++)
            {
                Step();
                CheckUse();
            }
            Finish();
            CheckMoney();
        }

        private void Step()
        {
            var all = World.Filings;
            var some = all.Count == 0 ? null : all[_random.Next(all.Count)];
            switch (_random.Next(12))
            {
                case 0 or 1 or 2 when all.Count < 12:
                    Note($"declare {World.Declare(Document(Positive(), null)).State}");
                    break;
                case 3 or 4 when some is { IsLive: true } && all.Count < 14:
                    Note($"take back {TakeBack(some)?.State}");
                    break;
                case 5 when some is { IsPending: true }:
                    Hold(some);
                    break;
                case 6 or 7 when some is { IsPending: true }:
                    Note($"approve {some.Label} {World.TryApprove(some, Less(some))}");
                    break;
                case 8 when some is not null:
                    Refuse(some);
                    break;
                case 9 when some is not null:
                    var kind = (WithdrawalKind)_random.Next(2);
                    Note($"withdraw {some.Label} {kind} {World.TryWithdraw(some, kind)}");
                    break;
                case 10 when some is not null:
                    var amended = Document(Positive(), some.Document.BatchNo);
                    Note($"amend {some.Label} {World.TryAmend(some, amended)}");
                    break;
                case 11:
                    Pay();
                    break;
            }
        }

        private void Hold(OwedFiling some)
        {
            if (!isLessApproved)
                return;
            World.Hold(some, Math.Min(1m, some.Case!.DecidableCny));
            Note($"hold of {some.Label}");
        }

        private void Refuse(OwedFiling some)
        {
            if (_random.Next(2) == 0)
                World.Reject(some);
            else
                OwedWorld.Return(some);
            Note($"refuse {some.Label} {some.State}");
        }

        private void Pay()
        {
            var part = Money.Round(World.Ledger.OpenCny * _random.Next(1, 5) / 4m);
            if (part > 0)
                World.Pay(part, isConfirmed: _random.Next(3) > 0);
            Note($"pay {part}");
        }

        private decimal? Less(OwedFiling some) =>
            isLessApproved && some.Case!.DecidableCny > 1m && _random.Next(3) == 0
                ? some.Case.DecidableCny - 0.37m
                : null;

        private List<(Goods, decimal)> Positive() =>
            [
                .. World
                    .Goods.Where(_ => _random.Next(3) > 0)
                    .Select(one => (one, (decimal)_random.Next(1, (int)one.Quantity + 1))),
            ];

        private SubmittedFiling Document(List<(Goods Of, decimal Quantity)> parts, int? batch)
        {
            var (number, lines) = (batch ?? ++_batch, new List<(ExportLine, PurchaseLine)>());
            if (parts.Count == 0)
                parts.Add((World.Goods[0], 1m));
            foreach (var (of, quantity) in parts)
                lines.Add(of.Lines(lines.Count + 1, No(number, lines), of.Part(quantity), null));
            return Filed(number, lines);
        }

        /// <summary>
        /// A part of a live filing, or all that is left; at times with the rest anew.
        /// </summary>
        private OwedFiling? TakeBack(OwedFiling of)
        {
            var (number, lines) = (_batch + 1, new List<(ExportLine, PurchaseLine)>());
            for (var i = 0; i < of.Document.ExportLines.Count; i++)
            {
                var (export, purchase) = (of.Document.ExportLines[i], of.Document.PurchaseLines[i]);
                if (export.IsOffset || _random.Next(4) == 0)
                    continue;
                var goods = World.Goods.Single(one => one.Invoice == purchase.VoucherNo);
                var left = Left(of, export, purchase);
                var part = _random.Next(3) == 0 ? left.Quantity : _random.Next(1, 60);
                var amounts =
                    part >= left.Quantity
                        ? left
                        : (
                            part,
                            Money.Round(Money.Share(purchase.TaxBase, part, purchase.Quantity)),
                            Money.Round(Money.Share(export.FobUsd, part, export.Quantity))
                        );
                var negative = (-amounts.Item1, -amounts.Item2, -amounts.Item3);
                var original = of.Document.Period + export.LineNo;
                lines.Add(goods.Lines(lines.Count + 1, No(number, lines), negative, original));
                if (_random.Next(4) == 0)
                    lines.Add(
                        goods.Lines(
                            lines.Count + 1,
                            No(number, lines),
                            goods.Part(_random.Next(1, 20)),
                            null
                        )
                    );
            }
            if (lines.Count == 0)
                return null;
            _batch = number;
            return World.Declare(Filed(number, lines));
        }

        private (decimal Quantity, decimal, decimal) Left(
            OwedFiling of,
            ExportLine export,
            PurchaseLine purchase
        )
        {
            var taken = World
                .Filings.SelectMany(one => one.Taken)
                .Where(line => line.Original?.Id == of.Id)
                .ToList();
            var goods = taken.Where(line => line.Key == $"E/{export.LineNo}").ToList();
            var paid = taken.Where(line =>
                line.Key.StartsWith($"P/{purchase.AssociationNo}/", StringComparison.Ordinal)
            );
            return (
                export.Quantity - goods.Sum(line => line.Part.Quantity),
                purchase.TaxBase - paid.Sum(line => line.Part.Amount),
                export.FobUsd - goods.Sum(line => line.Part.Amount)
            );
        }

        private static SubmittedFiling Filed(int number, List<(ExportLine, PurchaseLine)> lines) =>
            Scene.Er().Filing with
            {
                BatchNo = number,
                ExportLines = [.. lines.Select(line => line.Item1)],
                PurchaseLines = [.. lines.Select(line => line.Item2)],
            };

        private static string No(int number, List<(ExportLine, PurchaseLine)> lines) =>
            string.Create(CultureInfo.InvariantCulture, $"202603{number:D3}{lines.Count + 1}");

        /// <summary>Decides whatever is still open, and pays what is owed.</summary>
        private void Finish()
        {
            foreach (var filing in World.Filings)
                World.ReleaseHolds(filing);
            var isMoving = true;
            while (isMoving)
                isMoving = World
                    .Filings.Where(one => one.IsPending)
                    .Any(one => World.TryApprove(one));
            foreach (var filing in World.Filings.Where(one => one.IsPending).Reverse())
                World.Reject(filing);
            foreach (var filing in World.Filings)
                World.ReleaseHolds(filing);
            if (World.Ledger.BalanceCny > 0)
                World.Pay(World.Ledger.BalanceCny, isConfirmed: true);
            Assert.Equal(0m, World.Ledger.BalanceCny);
        }

        /// <summary>No more of any goods was ever granted than there is.</summary>
        private void CheckUse()
        {
            foreach (var goods in World.Goods)
                Assert.InRange(Granted(goods), 0m, goods.Quantity);
        }

        private void CheckMoney()
        {
            var entitled = World.Goods.Sum(one =>
                Money.Tax(Money.Share(one.TaxBase, Granted(one), one.Quantity), 13m)
            );
            var lines = World.Filings.Where(one => one.IsApproved).Sum(Lines);
            if (World.Goods.All(one => Granted(one) == 0))
                Assert.Equal(0m, World.NetPaidCny);
            else if (isLessApproved)
                Assert.InRange(World.NetPaidCny, 0m, entitled + (0.01m * lines));
            else if (Granted(World.Goods[1]) == 0)
                Assert.Equal(entitled, World.NetPaidCny);
            else
                Assert.InRange(
                    World.NetPaidCny,
                    entitled - (0.01m * lines),
                    entitled + (0.01m * lines)
                );
        }

        private decimal Granted(Goods goods) =>
            World
                .Filings.Where(one => one.IsApproved)
                .SelectMany(one => one.Document.ExportLines)
                .Where(line => line.CustomsDeclarationLineNo == goods.CustomsLine)
                .Sum(line => line.Quantity);

        private static int Lines(OwedFiling filing) => filing.Document.ExportLines.Count;

        private void Note(string step) => _steps.Add(step);
    }
}
