using System.Text.Json.Serialization.Metadata;
using RebateFlow.Intake.Files.Feeds;
using RebateFlow.Intake.Files.Reading;

namespace RebateFlow.Intake.Feeds;

/// <summary>
/// A row of a feed: what identifies it, which version it is, and what a valid one looks like.
/// </summary>
public interface IFeedRow
{
    /// <summary>Natural key of the row within its feed.</summary>
    string Key { get; }

    /// <summary>Keys under which filings wait for the row.</summary>
    IReadOnlyList<string> AwaitedAs => [Key];

    /// <summary>The sender's version; an older one never overwrites a newer one.</summary>
    long Version { get; }

    /// <summary>Says everything that is wrong with the values.</summary>
    void Check(RowFaults faults);
}

/// <summary>
/// What is particular to one feed; the rest stands in <see cref="FeedIntake{TRow}"/>.
/// </summary>
/// <typeparam name="TRow">Its row.</typeparam>
public interface IFeed<TRow>
    where TRow : class, IFeedRow
{
    /// <summary>Its name in the address; filings that wait for its rows name it too.</summary>
    string Name { get; }

    /// <summary>How a row is written in JSON.</summary>
    JsonTypeInfo<TRow> Json { get; }

    /// <summary>Where its rows are stored.</summary>
    VersionedTable<TRow> Table { get; }

    /// <summary>
    /// Opens the authority's own files in a zip, under the given version or the one they state;
    /// null when the feed takes no such files.
    /// </summary>
    Func<Stream, long?, PackageReading>? Package => null;
}

/// <summary>A zip that was opened: its rows, or why it is not read.</summary>
public readonly record struct PackageReading(IFeedLines? Lines, FileRefusal? Refusal);
