using Npgsql;
using NpgsqlTypes;
using static RebateFlow.Messaging.Batching.Statements;

namespace RebateFlow.RiskScoring.Watchlist;

/// <summary>A step as a row of the database.</summary>
internal sealed record WatchlistRow(
    Guid EntryId,
    int VersionNo,
    Guid VersionId,
    string Change,
    string Stage,
    string Kind,
    string Key,
    string Name,
    string Aliases,
    short Level,
    string Reason,
    string Authority,
    string Document,
    string Evidence,
    DateOnly ValidFrom,
    DateOnly? ValidTo,
    string Note,
    string TakenBy,
    DateTimeOffset TakenAt,
    bool IsException
)
{
    /// <summary>Texts that came joined by a mark that no text may hold.</summary>
    public static string[] Split(string joined) =>
        joined.Split('\u001f', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The values of a step by their names in SQL.</summary>
    public static object ValuesOf(WatchlistVersion version) =>
        new
        {
            version.EntryId,
            version.VersionNo,
            version.VersionId,
            version.Change,
            version.Stage,
            version.Content.Kind,
            version.Content.Key,
            version.Content.Name,
            Aliases = version.Content.Aliases.ToArray(),
            version.Content.Level,
            version.Content.Reason,
            version.Content.Authority,
            version.Content.Document,
            version.Content.Evidence,
            version.Content.ValidFrom,
            version.Content.ValidTo,
            version.Note,
            version.By,
            version.At,
            version.Content.IsException,
        };

    /// <summary>The same as values of $1, $2 and so on.</summary>
    public static NpgsqlParameter[] ParametersOf(WatchlistVersion version) =>
        [
            Value(version.EntryId),
            Value(version.VersionNo),
            Value(version.VersionId),
            Value(version.Change),
            Value(version.Stage),
            Value(version.Content.Kind),
            Value(version.Content.Key),
            Value(version.Content.Name),
            Value(version.Content.Aliases.ToArray()),
            Value((short)version.Content.Level),
            Value(version.Content.Reason),
            Value(version.Content.Authority),
            Value(version.Content.Document),
            Value(version.Content.Evidence),
            Value(version.Content.ValidFrom),
            OrNull(version.Content.ValidTo, NpgsqlDbType.Date),
            Value(version.Note),
            Value(version.By),
            Value(version.At),
            Value(version.Content.IsException),
        ];

    public WatchlistVersion ToVersion() =>
        new()
        {
            VersionId = VersionId,
            EntryId = EntryId,
            VersionNo = VersionNo,
            Change = Change,
            Stage = Stage,
            Content = new EntryContent
            {
                Kind = Kind,
                Key = Key,
                Name = Name,
                Aliases = Split(Aliases),
                Level = Level,
                Reason = Reason,
                Authority = Authority,
                Document = Document,
                Evidence = Evidence,
                ValidFrom = ValidFrom,
                ValidTo = ValidTo,
                IsException = IsException,
            },
            Note = Note,
            By = TakenBy,
            At = TakenAt,
        };
}
