using RebateFlow.RiskScoring.Rules.Watchlist;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.Watchlist;

/// <summary>What a person asks to have listed.</summary>
/// <param name="Kind">One of <see cref="WatchlistKinds"/>.</param>
/// <param name="Key">Id, code, prefix or name; normalised for width, case and blanks.</param>
/// <param name="Level">Level of attention, 1 (gravest) to 4.</param>
/// <param name="Reason">Why, 1 to 500 characters; officers read it with each hit.</param>
/// <param name="Authority">Authority that wants it listed, 1 to 200 characters.</param>
/// <param name="Document">Its document, 1 to 200 characters.</param>
/// <param name="ValidFrom">First day.</param>
/// <param name="ValidTo">Last day; null when open-ended.</param>
/// <param name="Name">What the key stands for, at most 200 characters.</param>
/// <param name="Evidence">What proves the reason, at most 2,000 characters.</param>
/// <param name="Note">Why this draft is made, at most 500 characters.</param>
/// <param name="Aliases">Other names of it, at most 20 of at most 200 characters.</param>
/// <param name="IsException">
/// For values under its key, entries with shorter keys do not count, however grave. Only of a kind
/// whose keys are prefixes.
/// </param>
public sealed record EntryRequest(
    string Kind,
    string Key,
    int Level,
    string Reason,
    string Authority,
    string Document,
    DateOnly ValidFrom,
    DateOnly? ValidTo = null,
    string? Name = null,
    string? Evidence = null,
    string? Note = null,
    IReadOnlyList<string>? Aliases = null,
    bool IsException = false
);

/// <summary>The last step of an entry and the last one that was approved.</summary>
/// <param name="Latest">The last step.</param>
/// <param name="Approved">The last approved step; null when none ever was.</param>
public sealed record EntryState(WatchlistVersion Latest, WatchlistVersion? Approved)
{
    /// <summary>Whether a draft waits for a second person.</summary>
    public bool IsPending => Latest.Stage == Stage.Draft;

    /// <summary>Whether the entry was approved and has not ended.</summary>
    public bool IsListed => Approved is { Change: Change.Add or Change.Revise };

    /// <summary>
    /// IN_FORCE, SCHEDULED, EXPIRED or RETIRED once approved, else DRAFT or REJECTED.
    /// </summary>
    public string StatusOn(DateOnly day) =>
        Approved is null ? Latest.Stage
        : Approved.Change == Change.Retire ? "RETIRED"
        : Approved.Content.ValidFrom > day ? "SCHEDULED"
        : Approved.Content.ValidTo < day ? "EXPIRED"
        : "IN_FORCE";
}

/// <summary>Who did it and when.</summary>
/// <param name="By">Subject of the token.</param>
/// <param name="At">Moment, UTC.</param>
public readonly record struct Actor(string By, DateTimeOffset At);

/// <summary>
/// The life of an entry, pure: draft, approval by a second person, revision, end. Each step yields
/// the next version or the reason why not.
/// </summary>
public static class WatchlistEntry
{
    private const int MaximumAliases = 20;

    private static readonly (
        string Name,
        Func<EntryRequest, string?> Text,
        int Min,
        int Max
    )[] texts =
    [
        ("reason", request => request.Reason, 1, 500),
        ("authority", request => request.Authority, 1, 200),
        ("document", request => request.Document, 1, 200),
        ("name", request => request.Name, 0, 200),
        ("evidence", request => request.Evidence, 0, 2000),
        ("note", request => request.Note, 0, 500),
    ];

    /// <summary>A new entry waits for approval.</summary>
    public static WatchlistVersion Draft(EntryContent content, string note, Actor actor) =>
        new()
        {
            VersionId = Guid.CreateVersion7(actor.At),
            EntryId = Guid.CreateVersion7(actor.At),
            VersionNo = 1,
            Change = Change.Add,
            Stage = Stage.Draft,
            Content = content,
            Note = note,
            By = actor.By,
            At = actor.At,
        };

    /// <summary>New content for a listed entry waits for approval; kind and key stay.</summary>
    public static (WatchlistVersion? Next, ProblemCode? Refusal) Revise(
        EntryState state,
        EntryContent content,
        string note,
        Actor actor
    ) =>
        state.IsPending ? (null, Problems.AlreadyPending)
        : !state.IsListed ? (null, Problems.NotListed)
        : (Next(state, (Change.Revise, Stage.Draft), content, note, actor), null);

    /// <summary>The end of a listed entry waits for approval.</summary>
    public static (WatchlistVersion? Next, ProblemCode? Refusal) Retire(
        EntryState state,
        string note,
        Actor actor
    ) =>
        state.IsPending ? (null, Problems.AlreadyPending)
        : !state.IsListed ? (null, Problems.NotListed)
        : (Next(state, (Change.Retire, Stage.Draft), state.Approved!.Content, note, actor), null);

    /// <summary>A second person approves what waits; from now on it counts.</summary>
    public static (WatchlistVersion? Next, ProblemCode? Refusal) Approve(
        EntryState state,
        string note,
        Actor actor
    ) => Close(state, Stage.Approved, note, actor);

    /// <summary>A second person refuses what waits; nothing changes.</summary>
    public static (WatchlistVersion? Next, ProblemCode? Refusal) Reject(
        EntryState state,
        string note,
        Actor actor
    ) => Close(state, Stage.Rejected, note, actor);

    /// <summary>The content of a request, or every fault of it.</summary>
    public static (EntryContent? Content, IReadOnlyList<FieldError> Errors) Read(
        EntryRequest request
    )
    {
        var errors = new List<FieldError>();
        var key = ReadKey(request, errors);
        if (request.Level is < 1 or > 4)
            errors.Add(new("level", "应为 1 至 4", "must be from 1 to 4"));
        if (request.ValidTo < request.ValidFrom)
            errors.Add(new("validTo", "不得早于 validFrom", "must not lie before validFrom"));
        foreach (var (name, text, min, max) in texts)
            CheckText(name, text(request), min, max, errors);
        var aliases = request.Aliases ?? [];
        if (aliases.Count > MaximumAliases)
            errors.Add(
                new("aliases", $"至多 {MaximumAliases} 个", $"must be at most {MaximumAliases}")
            );
        for (var i = 0; i < Math.Min(aliases.Count, MaximumAliases); i++)
            CheckText($"aliases[{i}]", aliases[i], 1, 200, errors);
        if (errors.Count > 0)
            return (null, errors);
        return (
            new EntryContent
            {
                Kind = request.Kind,
                Key = key,
                Name = request.Name?.Trim() ?? "",
                Aliases = [.. aliases.Select(alias => alias.Trim())],
                Level = request.Level,
                Reason = request.Reason.Trim(),
                Authority = request.Authority.Trim(),
                Document = request.Document.Trim(),
                Evidence = request.Evidence?.Trim() ?? "",
                ValidFrom = request.ValidFrom,
                ValidTo = request.ValidTo,
                IsException = request.IsException,
            },
            errors
        );
    }

    /// <summary>Checks the length of a text; blanks around it do not count.</summary>
    public static void CheckText(
        string field,
        string? text,
        int min,
        int max,
        List<FieldError> errors
    )
    {
        var length = text.AsSpan().Trim().Length;
        if (length < min || length > max)
            errors.Add(
                new(field, $"应为 {min} 至 {max} 个字符", $"must have {min} to {max} characters")
            );
        else if (text is not null && text.Any(c => char.IsControl(c) && c is not '\n' and not '\t'))
            errors.Add(new(field, "不得含控制字符", "must hold no control characters"));
    }

    private static string ReadKey(EntryRequest request, List<FieldError> errors)
    {
        if (!WatchlistKinds.ByName.TryGetValue(request.Kind, out var kind))
        {
            var names = string.Join(", ", WatchlistKinds.ByName.Keys);
            errors.Add(new("kind", $"应为 {names} 之一", $"must be one of {names}"));
            return "";
        }
        if (!WatchlistKey.TryNormalize(kind, request.Key, out var key))
        {
            var (zh, en) = WatchlistKey.FormOf(kind);
            errors.Add(new("key", $"应为{zh}", $"must be a {en}"));
        }
        if (request.IsException && !WatchlistKey.IsPrefix(kind))
            errors.Add(
                new(
                    "isException",
                    "仅适用于按前缀匹配的种类",
                    "only of a kind whose keys are prefixes"
                )
            );
        return key;
    }

    private static (WatchlistVersion? Next, ProblemCode? Refusal) Close(
        EntryState state,
        string stage,
        string note,
        Actor actor
    ) =>
        !state.IsPending ? (null, Problems.NothingPending)
        : state.Latest.By == actor.By ? (null, Problems.SamePerson)
        : (Next(state, (state.Latest.Change, stage), state.Latest.Content, note, actor), null);

    private static WatchlistVersion Next(
        EntryState state,
        (string Change, string Stage) step,
        EntryContent content,
        string note,
        Actor actor
    ) =>
        new()
        {
            VersionId = Guid.CreateVersion7(actor.At),
            EntryId = state.Latest.EntryId,
            VersionNo = state.Latest.VersionNo + 1,
            Change = step.Change,
            Stage = step.Stage,
            Content = content,
            Note = note,
            By = actor.By,
            At = actor.At,
        };
}
