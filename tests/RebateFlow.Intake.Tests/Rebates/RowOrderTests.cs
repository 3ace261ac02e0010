using System.Globalization;
using CsCheck;
using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Tests.Rebates;

/// <summary>
/// Story: one association, exported in part, over invoices of mixed levy rates, some of them
/// claimed by several lines and by a few fen more than they hold. The same filing is handed in with
/// its rows in another order. Rows are told apart by what they say; those that say the same are one
/// kind.
/// </summary>
public sealed class RowOrderTests
{
    private sealed record Row(int Invoice, decimal Base, decimal Quantity);

    /// <param name="Missing">How much less each invoice holds than its rows claim.</param>
    private sealed record Filed(Row[] Rows, decimal[] Exports, Row[] Moved, decimal Missing);

    private static readonly Gen<Row> Rows = Gen.Select(
        Gen.Int[0, 5],
        // Few different amounts, so that many rows lose the same part of a fen.
        Gen.OneOf(
            Gen.Int[1, 4].Select(n => n * 1.01m),
            Gen.Int[1, 10_000_000].Select(n => n / 100m)
        ),
        Gen.Int[1, 9].Select(n => (decimal)n),
        (invoice, amount, quantity) => new Row(invoice, amount, quantity)
    );

    private static readonly Gen<Filed> Filings =
        from rows in Rows.Array[1, 9]
        from exports in Gen.Int[1, 9].Select(n => (decimal)n).Array[1, 4]
        from missing in Gen.Int[0, 5]
        from moved in Gen.Shuffle(rows)
        select new Filed(rows, exports, moved, missing / 100m);

    [Fact]
    public void No_order_of_purchase_lines_moves_a_fen() =>
        Filings.Sample(filed =>
        {
            var first = Run(filed.Rows, filed.Exports, filed.Missing);
            var second = Run(filed.Moved, filed.Exports, filed.Missing);
            Assert.Equal(AmountsOf(filed.Rows, first), AmountsOf(filed.Moved, second));
            Assert.Equal(first.Rebate.RebateDueCny, second.Rebate.RebateDueCny);
            Assert.Equal(
                first.Rebate.Associations[0].BaseCny,
                first.Rebate.Lines.Sum(line => line.BaseCny)
            );
        });

    [Fact]
    public void No_order_of_export_lines_moves_a_fen() =>
        Filings.Sample(filed =>
        {
            decimal[] moved = [.. filed.Exports.Reverse()];
            var first = Run(filed.Rows, filed.Exports, filed.Missing);
            var second = Run(filed.Rows, moved, filed.Missing);
            var shares = SharesOf(filed.Exports, first);
            Assert.Equal(shares, SharesOf(moved, second));
            Assert.Equal(first.Rebate.RebateDueCny, shares.Sum(share => share.Cny));
        });

    /// <summary>What two lines claim beyond the invoice is cut from both alike.</summary>
    [Fact]
    public void Lines_that_exceed_an_invoice_together_share_what_it_has()
    {
        Row[] rows = [new(0, 300m, 1m), new(0, 100m, 1m)];
        var outcome = Run(rows, [2m], missing: 0.04m);
        Assert.Equal([299.97m, 99.99m], outcome.Rebate.Lines.Select(line => line.BaseCny));
        var moved = Run([rows[1], rows[0]], [2m], missing: 0.04m);
        Assert.Equal([99.99m, 299.97m], moved.Rebate.Lines.Select(line => line.BaseCny));
    }

    /// <summary>Base, rebate and rate difference of each row, in an order of their own.</summary>
    private static List<(Row Row, decimal Base, decimal Rebate, decimal Difference)> AmountsOf(
        Row[] rows,
        CheckOutcome outcome
    ) =>
        [
            .. rows.Zip(
                    outcome.Rebate.Lines,
                    (row, line) => (row, line.BaseCny, line.RebateCny, line.RateDifferenceCny)
                )
                .OrderBy(one => (one.row.Invoice, one.row.Base, one.row.Quantity, one.BaseCny)),
        ];

    private static List<(decimal Quantity, decimal Cny)> SharesOf(
        decimal[] exports,
        CheckOutcome outcome
    ) =>
        [
            .. exports
                .Zip(outcome.Content!.ExportLines, (quantity, line) => (quantity, line.RebateCny))
                .Order(),
        ];

    private static CheckOutcome Run(Row[] rows, decimal[] exports, decimal missing)
    {
        var template = Scene.Er();
        var line = template.Filing.PurchaseLines[0];
        var export = template.Filing.ExportLines[0];
        var scene = template
            .With(filing =>
                filing with
                {
                    PurchaseLines =
                    [
                        .. rows.Select(
                            (row, i) =>
                                line with
                                {
                                    LineNo = LineNumbers.At(i + 1),
                                    VoucherNo = VoucherNo(row.Invoice),
                                    TaxBase = row.Base,
                                    Quantity = row.Quantity,
                                }
                        ),
                    ],
                    ExportLines =
                    [
                        .. exports.Select(
                            (quantity, i) =>
                                export with
                                {
                                    LineNo = LineNumbers.At(i + 1),
                                    Quantity = quantity,
                                }
                        ),
                    ],
                }
            )
            .WithInfo(info =>
                info with
                {
                    Invoices = Enumerable
                        .Range(0, 6)
                        .Select(i =>
                            info.Invoices.Values.Single() with
                            {
                                VoucherNo = VoucherNo(i),
                                RemainingTaxBase = Math.Max(
                                    0m,
                                    rows.Where(row => row.Invoice == i).Sum(row => row.Base)
                                        - missing
                                ),
                                VatRate = VatRateOf(i),
                                Tax = Money.Tax(100_000m, VatRateOf(i)),
                            }
                        )
                        .ToDictionary(invoice => invoice.VoucherNo),
                }
            );
        return PreDeclarationCheck.Run(scene.Filing, scene.Info, scene.Today, isForOfficers: true);
    }

    private static decimal VatRateOf(int invoice) =>
        (invoice % 3) switch
        {
            0 => 13m,
            1 => 9m,
            _ => 3m,
        };

    private static string VoucherNo(int i) =>
        "261220000000000" + (10_001 + i).ToString(CultureInfo.InvariantCulture);
}
