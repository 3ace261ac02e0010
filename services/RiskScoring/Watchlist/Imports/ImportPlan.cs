using RebateFlow.RiskScoring.Rules.Watchlist;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.Watchlist.Imports;

/// <summary>What one row of a file would do.</summary>
/// <param name="Outcome">ADDED, CHANGED, ENDED or UNCHANGED.</param>
/// <param name="Draft">The draft that the row makes; null when nothing changes.</param>
public sealed record PlannedRow(
    int Row,
    string Outcome,
    string Kind,
    string Key,
    WatchlistVersion? Draft
);

/// <summary>What a file would do to the list; pure, so a dry run tells the truth.</summary>
/// <param name="Rows">Every row, when there is no fault.</param>
/// <param name="Errors">Every fault of every row; with one, nothing is done.</param>
public sealed record ImportPlan(IReadOnlyList<PlannedRow> Rows, IReadOnlyList<FieldError> Errors)
{
    /// <summary>
    /// The warnings of each row: how its draft stands to what is listed and to the other drafts.
    /// </summary>
    public Func<PlannedRow, IReadOnlyList<EntryWarning>> WarningsBeside(
        IReadOnlyList<ListedEntry> listed,
        bool isChinese
    )
    {
        var drafts = Rows.Select(row => row.Draft)
            .OfType<WatchlistVersion>()
            .ToDictionary(draft => draft.EntryId);
        var warnings = new EntryWarnings([
            .. listed.Where(one => !drafts.ContainsKey(one.EntryId)),
            .. drafts
                .Values.Where(one => one.Change != Change.Retire)
                .Select(one => one.ToListed()),
        ]);
        return row =>
            row.Draft is { } draft && draft.Change != Change.Retire
                ? warnings.Of(draft.ToListed(), isChinese)
                : [];
    }

    /// <summary>Plans a file.</summary>
    /// <param name="rows">The rows of the file.</param>
    /// <param name="known">Entries by kind and key, retired and refused ones too.</param>
    /// <param name="actor">Who imports.</param>
    public static ImportPlan Of(
        IReadOnlyList<ImportRow> rows,
        ILookup<(string Kind, string Key), EntryState> known,
        Actor actor
    )
    {
        var (planned, errors) = (new List<PlannedRow>(rows.Count), new List<FieldError>());
        var seen = new HashSet<(string, string, DateOnly)>();
        foreach (var row in rows)
        {
            var (content, faults) = row.Read();
            errors.AddRange(faults);
            if (content is null)
                continue;
            if (!seen.Add((content.Kind, content.Key, content.ValidFrom)))
            {
                errors.Add(Fault(row, "key", "文件中重复", "is twice in the file"));
                continue;
            }
            var (next, refusal) = Plan(
                row,
                content,
                [.. known[(content.Kind, content.Key)]],
                actor
            );
            if (next is not null)
                planned.Add(next);
            else
                errors.Add(Fault(row, "key", refusal!.TitleZh, refusal.TitleEn));
        }
        return new ImportPlan(planned, errors);
    }

    private static (PlannedRow? Row, ProblemCode? Refusal) Plan(
        ImportRow row,
        EntryContent content,
        EntryState[] known,
        Actor actor
    )
    {
        var note = row["note"];
        PlannedRow Planned(string outcome, WatchlistVersion? draft) =>
            new(row.Number, outcome, content.Kind, content.Key, draft);

        var met = known.FirstOrDefault(state => Meets(state, content, row.IsEnd));
        if (met is null)
        {
            if (row.IsEnd)
                return (null, Problems.NotListed);
            return (Planned("ADDED", WatchlistEntry.Draft(content, note, actor)), null);
        }
        if (SaysTheSame(met, row.IsEnd, content))
            return (Planned("UNCHANGED", null), null);

        var (draft, refusal) = row.IsEnd
            ? WatchlistEntry.Retire(met, note, actor)
            : WatchlistEntry.Revise(met, content, note, actor);
        return draft is null
            ? (null, refusal)
            : (Planned(row.IsEnd ? "ENDED" : "CHANGED", draft), null);
    }

    /// <summary>
    /// Whether a row says what is listed already, or what waits for approval already: the same file
    /// again is no change.
    /// </summary>
    private static bool SaysTheSame(EntryState met, bool isEnd, EntryContent row)
    {
        if (met.IsPending && (met.Latest.Change == Change.Retire) == isEnd)
            return isEnd || IsSame(met.Latest.Content, row) || IsListedSo(met, row);
        return !isEnd && IsListedSo(met, row);
    }

    private static bool IsListedSo(EntryState met, EntryContent row) =>
        met.IsListed && IsSame(met.Approved!.Content, row);

    /// <summary>Whether a row is about an entry that waits or is listed on its days.</summary>
    private static bool Meets(EntryState state, EntryContent row, bool isEnd)
    {
        var content = (state.IsListed ? state.Approved! : state.Latest).Content;
        if (!state.IsListed && !state.IsPending)
            return false;
        return isEnd
            || (
                (row.ValidTo is not { } to || content.ValidFrom <= to)
                && (content.ValidTo is not { } end || row.ValidFrom <= end)
            );
    }

    private static readonly string[] none = [];

    private static bool IsSame(EntryContent a, EntryContent b) =>
        a with { Aliases = none } == b with { Aliases = none }
        && a.Aliases.SequenceEqual(b.Aliases);

    private static FieldError Fault(ImportRow row, string column, string zh, string en) =>
        new($"row[{row.Number}].{column}", zh, en);
}
