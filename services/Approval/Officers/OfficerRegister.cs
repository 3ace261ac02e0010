using System.Collections.Concurrent;
using Npgsql;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Officers;

/// <summary>
/// Who the officers of an authority are: their tokens say it whenever they ask for something, and
/// what is dated about them is added: who is away, and for whom one stands in.
/// </summary>
public sealed class OfficerRegister(NpgsqlDataSource database, AuthorityClock zone)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<
        (string, string),
        (string Posts, DateTimeOffset At)
    > seen = new();

    /// <summary>
    /// The officer with all posts of the day. Notes, at most once a minute, that the officer is
    /// here.
    /// </summary>
    /// <remarks>
    /// Before any transaction: what it notes stands whatever becomes of the request.
    /// </remarks>
    public async Task<Officer> EnterAsync(Officer officer, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var now = zone.Now;
        var posts = string.Join(' ', officer.Posts);
        var key = (officer.TaxAuthority, officer.Id);
        var isKnown = seen.TryGetValue(key, out var last) && last.Posts == posts;
        if (!isKnown || now - last.At >= Freshness)
        {
            await OfficerSql.SeeAsync(connection, officer, now);
            seen[key] = (posts, now);
        }
        return WithAbsences(
            officer,
            await OfficerSql.AwayAsync(connection, officer.TaxAuthority, zone.Today)
        );
    }

    /// <summary>
    /// A colleague, with all posts of the day; null when nobody of that name came.
    /// </summary>
    public async Task<Officer?> FindAsync(
        NpgsqlConnection connection,
        string taxAuthority,
        string officer
    )
    {
        var known = await OfficerSql.KnownAsync(
            connection,
            taxAuthority,
            (zone.Now, zone.Today),
            officer
        );
        return known is [var one]
            ? WithAbsences(
                new(one.Id, taxAuthority, one.Posts),
                await OfficerSql.AwayAsync(connection, taxAuthority, zone.Today)
            )
            : null;
    }

    /// <summary>Pure: adds the posts of those for whom the officer stands in.</summary>
    public static Officer WithAbsences(Officer officer, IReadOnlyList<Absence> away)
    {
        if (away.Count == 0)
            return officer;
        var lent = away.Where(one => one.Deputy == officer.Id)
            .SelectMany(one => one.Posts.Select(post => (Post: post, one.Officer)))
            .Where(one => !officer.Posts.Contains(one.Post))
            .DistinctBy(one => one.Post)
            .ToDictionary(one => one.Post, one => one.Officer);
        return officer with
        {
            Posts = [.. officer.Posts, .. lent.Keys],
            DeputyOf = lent,
            IsAbsent = away.Any(one => one.Officer == officer.Id),
        };
    }
}
