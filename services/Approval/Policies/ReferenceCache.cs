using Npgsql;

namespace RebateFlow.Approval.Policies;

/// <summary>
/// The dated data in memory. Code that decides reads the version inside its own transaction and
/// asks for exactly that one, so no instance ever decides by a stale copy.
/// </summary>
public sealed class ReferenceCache
{
    private volatile Reference? newest;

    /// <summary>The data of a version that was just read on the same connection.</summary>
    public async ValueTask<Reference> GetAsync(NpgsqlConnection connection, long version)
    {
        if (newest is { } current && current.Version == version)
            return current;
        // On the caller's connection: if every caller held one and waited for a second, all would
        // hang.
        var loaded = await ReferenceSql.LoadAsync(connection);
        if (newest is not { } other || other.Version < loaded.Version)
            newest = loaded;
        return loaded;
    }

    public async Task<Reference> NewestAsync(NpgsqlConnection connection) =>
        await GetAsync(connection, await ReferenceSql.VersionAsync(connection));
}
