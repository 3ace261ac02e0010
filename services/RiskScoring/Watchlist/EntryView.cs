using System.Text.Json.Serialization;
using Npgsql;
using RebateFlow.RiskScoring.Rules.Watchlist;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.Watchlist;

/// <summary>An entry as the API shows it.</summary>
/// <param name="Id">The entry (UUIDv7).</param>
/// <param name="Version">Number of the last step; the entity tag.</param>
/// <param name="Status">DRAFT, REJECTED, SCHEDULED, IN_FORCE, EXPIRED or RETIRED.</param>
/// <param name="Approved">The last approved step; null when none ever was.</param>
/// <param name="Pending">The draft that waits for a second person; null when none does.</param>
public sealed record EntryView(
    Guid Id,
    int Version,
    string Status,
    StepView? Approved,
    StepView? Pending
)
{
    /// <summary>Kind of the entry; it never changes.</summary>
    public required string Kind { get; init; }

    /// <summary>Key of the entry; it never changes.</summary>
    public required string Key { get; init; }

    /// <summary>
    /// How the draft, or else the entry, stands to those above and below it; left out of lists.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<EntryWarning>? Warnings { get; init; }

    /// <summary>An entry as it stands on a day.</summary>
    public static EntryView Of(EntryState state, DateOnly day) =>
        new(
            state.Latest.EntryId,
            state.Latest.VersionNo,
            state.StatusOn(day),
            state.Approved is null ? null : StepView.Of(state.Approved),
            state.IsPending ? StepView.Of(state.Latest) : null
        )
        {
            Kind = state.Latest.Content.Kind,
            Key = state.Latest.Content.Key,
        };

    /// <summary>The same with its warnings, in the language of the request.</summary>
    public static async Task<EntryView> WithWarningsAsync(
        HttpContext http,
        NpgsqlConnection connection,
        EntryState state,
        DateOnly day
    )
    {
        var view = Of(state, day);
        var step = state.IsPending ? state.Latest : state.Approved;
        if (step is null or { Change: Change.Retire })
            return view;
        if (!WatchlistKey.IsPrefix(WatchlistKinds.ByName[step.Content.Kind]))
            return view with { Warnings = [] };
        var others = await WatchlistSql.PrefixesAsync(connection, http.RequestAborted);
        return view with
        {
            Warnings = new EntryWarnings(others).Of(step.ToListed(), Language.IsChinese(http)),
        };
    }
}

/// <summary>A step in the life of an entry as the API shows it.</summary>
/// <param name="VersionId">Id of the step; hits name it as their watchlist version.</param>
/// <param name="Version">Number of the step, from 1.</param>
/// <param name="Change">ADD, REVISE or RETIRE.</param>
/// <param name="Stage">DRAFT, APPROVED or REJECTED.</param>
/// <param name="Content">What the entry says.</param>
/// <param name="Note">Why the step was taken.</param>
/// <param name="By">Who took it.</param>
/// <param name="At">When, UTC.</param>
public sealed record StepView(
    Guid VersionId,
    int Version,
    string Change,
    string Stage,
    EntryContent Content,
    string Note,
    string By,
    DateTimeOffset At
)
{
    /// <summary>A step.</summary>
    public static StepView Of(WatchlistVersion version) =>
        new(
            version.VersionId,
            version.VersionNo,
            version.Change,
            version.Stage,
            version.Content,
            version.Note,
            version.By,
            version.At
        );
}
