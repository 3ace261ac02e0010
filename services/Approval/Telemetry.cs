using System.Diagnostics;
using System.Diagnostics.Metrics;
using RebateFlow.GreenChannel;
using RebateFlow.Primitives;

namespace RebateFlow.Approval;

/// <summary>
/// Approval's own spans and metrics. Never the contents of a filing, never a name.
/// </summary>
public static class Telemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "RebateFlow.Approval";

    private static readonly ActivitySource activities = new(Name);

    private static readonly Meter meter = new(Name);

    private static readonly Counter<long> opened = meter.CreateCounter<long>(
        "rebateflow.approval.cases_opened",
        "{case}",
        "Attempts that opened a case, by lane and channel."
    );

    private static readonly Counter<long> acted = meter.CreateCounter<long>(
        "rebateflow.approval.actions",
        "{action}",
        "Officers' actions, by what the audit trail calls them."
    );

    public static void CaseOpened(string lane, Channel channel)
    {
        var tags = new TagList { { "lane", lane }, { "channel", WireCode.Of(channel) } };
        opened.Add(1, tags);
    }

    /// <param name="action">What the audit trail calls it.</param>
    public static void Acted(string action)
    {
        var tags = new TagList { { "action", action } };
        acted.Add(1, tags);
    }

    /// <summary>
    /// A decision belongs to the trace of the filing it decides, which began with the exporter's
    /// request, perhaps weeks ago. The officer's own request is linked.
    /// </summary>
    public static Activity? StartDecision(string? traceParent)
    {
        if (!ActivityContext.TryParse(traceParent, null, isRemote: true, out var filing))
            return null;
        ActivityLink[] links = Activity.Current is { } request ? [new(request.Context)] : [];
        return activities.StartActivity("decide case", ActivityKind.Internal, filing, links: links);
    }
}
