using System.Diagnostics;
using System.Globalization;
using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Information;

namespace RebateFlow.Intake.Tests.Checks;

/// <summary>
/// Story: a foreign-trade company hands in the largest filing there is, 25,000 export lines with an
/// invoice each. The check joins by dictionaries; one that compared each line with each other would
/// take far longer than the limit, which is wide because tests share their machine. Does not cover
/// reading and storing.
/// </summary>
public sealed class LargeFilingTests
{
    [Fact]
    public void The_largest_filing_is_checked_in_time_that_grows_with_its_lines()
    {
        var scene = WithAssociations(25_000);
        var watch = Stopwatch.StartNew();
        var outcome = scene.Run();
        TestContext.Current.TestOutputHelper?.WriteLine($"{watch.ElapsedMilliseconds} ms");
        Assert.Equal(FeedbackOutcome.Clean, outcome.Outcome);
        Assert.Equal(325_000_000m, outcome.Rebate.RebateDueCny);
        Assert.Equal(25_000, outcome.Uses.Invoices.Count);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Ten_thousand_missing_invoices_are_told_all_at_once()
    {
        var scene = WithAssociations(10_000)
            .WithInfo(i => i with { Invoices = new Dictionary<string, InvoiceRecord>() });
        var outcome = scene.Run();
        Assert.Equal(FeedbackOutcome.AwaitingData, outcome.Outcome);
        Assert.Equal(10_000, outcome.Doubts.Count);
        Assert.Equal(10_000, outcome.Awaited.Count);
    }

    private static Scene WithAssociations(int count)
    {
        var template = Scene.Er();
        var export = template.Filing.ExportLines[0];
        var purchase = template.Filing.PurchaseLines[0];
        var customs = template.Info.CustomsLines.Values.Single();
        var invoice = template.Info.Invoices.Values.Single();
        var numbers = Enumerable.Range(1, count).ToList();
        return template
            .With(f =>
                f with
                {
                    ExportLines =
                    [
                        .. numbers.Select(n =>
                            export with
                            {
                                LineNo = LineNumbers.At(n),
                                AssociationNo = "202603001" + Digits(n, 5),
                                CustomsDeclarationLineNo = CustomsLineNo(n),
                            }
                        ),
                    ],
                    PurchaseLines =
                    [
                        .. numbers.Select(n =>
                            purchase with
                            {
                                LineNo = LineNumbers.At(n),
                                AssociationNo = "202603001" + Digits(n, 5),
                                VoucherNo = "261220000" + Digits(n, 11),
                            }
                        ),
                    ],
                }
            )
            .WithInfo(i =>
                i with
                {
                    CustomsLines = numbers.ToDictionary(
                        CustomsLineNo,
                        n => customs with { LineNo = CustomsLineNo(n) }
                    ),
                    Invoices = numbers.ToDictionary(
                        n => "261220000" + Digits(n, 11),
                        n => invoice with { VoucherNo = "261220000" + Digits(n, 11) }
                    ),
                }
            );
    }

    private static string CustomsLineNo(int n) => "022020260" + Digits(n, 9) + "001";

    private static string Digits(int n, int length) =>
        n.ToString(CultureInfo.InvariantCulture).PadLeft(length, '0');
}
