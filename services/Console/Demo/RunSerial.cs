using System.Globalization;
using RebateFlow.Console.Api;

namespace RebateFlow.Console.Demo;

/// <summary>
/// The serial of a run, 1 to 999: batch of every filing and part of every voucher number, so that
/// the demo can be repeated on the same data. A voucher counts once.
/// </summary>
public static class RunSerial
{
    private const int Last = 999;

    /// <summary>One more than the highest batch among the exporters' newest filings.</summary>
    /// <exception cref="ApiException">All serials are used.</exception>
    public static async Task<int> NextAsync(
        ExporterApi desk,
        IEnumerable<string> exporters,
        CancellationToken cancel
    )
    {
        var highest = 0;
        foreach (var exporter in exporters)
        {
            var newest = await desk.GetNewestAsync(exporter, cancel);
            foreach (var filing in newest)
                highest = Math.Max(highest, filing["batchNo"]!.GetValue<int>());
        }
        return highest < Last
            ? highest + 1
            : throw new ApiException(
                $"The demo ran {Last} times on these data; forget them first."
            );
    }

    /// <summary>Three digits, as they stand in voucher numbers.</summary>
    public static string Text(int serial) => serial.ToString("D3", CultureInfo.InvariantCulture);
}
