using System.Globalization;
using System.Text.Json.Nodes;

namespace RebateFlow.Console.Demo;

/// <summary>
/// A case as it was opened for an attempt: score, channel with reasons, deadline.
/// </summary>
public sealed record OpenedCase
{
    public required Guid CaseId { get; init; }

    /// <summary>Kinds of its open tasks.</summary>
    public required IReadOnlyList<string> OpenTasks { get; init; }
    public required int Score { get; init; }
    public required string Grade { get; init; }

    /// <summary>Kinds of the watchlist entries that were hit, each once.</summary>
    public required IReadOnlyList<string> WatchlistKinds { get; init; }

    /// <summary>What the risk rules found, in both languages.</summary>
    public required IReadOnlyList<string> Findings { get; init; }

    /// <summary>Scoring the stored facts again gives the same bytes.</summary>
    public required bool ReplaysAlike { get; init; }

    /// <summary>Why the case stands where it stands in the queue.</summary>
    public required string QueueReason { get; init; }

    /// <summary>express or ordinary.</summary>
    public required string Lane { get; init; }

    /// <summary>GREEN, STANDARD or ENHANCED.</summary>
    public required string Channel { get; init; }

    /// <summary>The conditions that decided the channel.</summary>
    public required IReadOnlyList<ChannelReason> Reasons { get; init; }
    public required DateOnly DueOn { get; init; }

    /// <summary>Working days from the start of the clock to the deadline.</summary>
    public required int DueWorkingDays { get; init; }

    /// <summary>True when only the random sample kept the case out of the green channel.</summary>
    public bool DrawnBySample => Channel == "STANDARD" && Reasons is [{ Code: "RANDOM_SAMPLE" }];
}

/// <summary>A condition of the channel decision that speaks for the channel taken.</summary>
public sealed record ChannelReason(string Code, string Text)
{
    /// <summary>
    /// Enhanced: what calls for it. Standard: what green lacks. Green: everything, since all is
    /// met.
    /// </summary>
    public static IReadOnlyList<ChannelReason> Of(string channel, JsonArray conditions)
    {
        var (wanted, isReason) = channel switch
        {
            "ENHANCED" => ("ENHANCED", (Func<string, bool>)(outcome => outcome == "MET")),
            "GREEN" => ("GREEN", _ => true),
            _ => ("GREEN", outcome => outcome != "MET"),
        };
        return
        [
            .. conditions
                .Select(one => one!.AsObject())
                .Where(one => Of(one, "for") == wanted && isReason(Of(one, "outcome")))
                .Select(one => new ChannelReason(Of(one, "code"), Describe(one))),
        ];
    }

    private static string Describe(JsonObject condition)
    {
        var mark = Of(condition, "outcome") == "MET" ? "✓" : "✗";
        var limit = Of(condition, "limit");
        var value = Of(condition, "value") is { Length: > 0 } known ? known : "—";
        var compared = limit.Length == 0 ? "" : $" ({value} / {limit})";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{mark} {Of(condition, "text")}{compared}"
        );
    }

    private static string Of(JsonObject node, string field) => node[field]?.ToString() ?? "";
}
