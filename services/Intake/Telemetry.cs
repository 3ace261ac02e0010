using System.Diagnostics;
using System.Diagnostics.Metrics;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Primitives;

namespace RebateFlow.Intake;

/// <summary>
/// Intake's own spans and metrics. Never the contents of a document, never a name.
/// </summary>
public static class Telemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "RebateFlow.Intake";

    /// <summary>Spans of checks and feeds.</summary>
    public static readonly ActivitySource Activities = new(Name);

    private static readonly Meter meter = new(Name);

    private static readonly Counter<long> handedIn = meter.CreateCounter<long>(
        "rebateflow.intake.attempts",
        "{attempt}",
        "Attempts handed in, by method."
    );

    private static readonly Counter<long> lines = meter.CreateCounter<long>(
        "rebateflow.intake.lines",
        "{line}",
        "Export and purchase lines handed in."
    );

    private static readonly Counter<long> fedBack = meter.CreateCounter<long>(
        "rebateflow.intake.feedbacks",
        "{attempt}",
        "Attempts fed back, by outcome."
    );

    private static readonly Histogram<double> feedbackTime = meter.CreateHistogram<double>(
        "rebateflow.intake.feedback_time",
        "s",
        "From the request to the feedback, by lane."
    );

    private static readonly Counter<long> feedRows = meter.CreateCounter<long>(
        "rebateflow.intake.feed_rows",
        "{row}",
        "Rows of feeds, by feed and by what became of them."
    );

    private static readonly Counter<long> rechecked = meter.CreateCounter<long>(
        "rebateflow.intake.rechecks",
        "{filing}",
        "Live filings compared again, by whether the result is another."
    );

    /// <summary>Live filings were compared again.</summary>
    public static void Rechecked(int filings, int different)
    {
        rechecked.Add(different, new KeyValuePair<string, object?>("different", true));
        rechecked.Add(filings - different, new KeyValuePair<string, object?>("different", false));
    }

    /// <summary>An attempt was stored.</summary>
    public static void HandedIn(SubmittedFiling filing)
    {
        handedIn.Add(1, new KeyValuePair<string, object?>("method", WireCode.Of(filing.Method)));
        lines.Add(filing.ExportLines.Count + filing.PurchaseLines.Count);
    }

    /// <summary>An attempt was fed back.</summary>
    public static void FedBack(string outcome, string lane, TimeSpan sinceRequest)
    {
        fedBack.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        feedbackTime.Record(
            sinceRequest.TotalSeconds,
            new KeyValuePair<string, object?>("lane", lane)
        );
    }

    /// <summary>A body of a feed was taken.</summary>
    public static void Fed(string feed, long taken, long unchanged, long refused)
    {
        Count(feed, "taken", taken);
        Count(feed, "unchanged", unchanged);
        Count(feed, "refused", refused);
    }

    private static void Count(string feed, string fate, long rows)
    {
        if (rows > 0)
        {
            feedRows.Add(
                rows,
                new KeyValuePair<string, object?>("feed", feed),
                new KeyValuePair<string, object?>("fate", fate)
            );
        }
    }
}
