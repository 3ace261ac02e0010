using System.Text.Json;
using Npgsql;
using RebateFlow.Approval.Casework.Audit;
using RebateFlow.Approval.Requests;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Audit;

/// <summary>Everything that happened to a case, with the hashes that prove it.</summary>
/// <remarks>Errors: RBF-3010 no such case; another authority's only for auditors (404).</remarks>
public static class GetAuditTrail
{
    /// <summary>Policy: officers, who see their own authority's trails, and auditors.</summary>
    public const string Readers = "approval.audit-readers";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/cases/{id:guid}/audit", HandleAsync)
            .RequireAuthorization(Readers)
            .Produces<Trail>();

    public sealed record Trail(IReadOnlyList<Entry> Entries);

    /// <param name="Post">Post of the actor, or empty.</param>
    /// <param name="Text">What happened, in the reader's language.</param>
    /// <param name="Detail">The event as it was hashed.</param>
    public sealed record Entry(
        int EntryNo,
        DateTimeOffset At,
        string Actor,
        string Post,
        string Action,
        string Text,
        JsonElement Detail
    )
    {
        public required string PreviousHash { get; init; }
        public required string Hash { get; init; }
    }

    private static async Task<IResult> HandleAsync(
        Guid id,
        HttpContext http,
        NpgsqlDataSource database
    )
    {
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        var authority = await AuditSql.AuthorityAsync(connection, id);
        var mayRead =
            http.User.IsInRole(Roles.Auditor)
            || OfficerOf.Token(http.User)?.TaxAuthority == authority;
        if (authority is null || !mayRead)
            return Problems.Of(http, Problems.NoSuchCase);
        var entries = await AuditSql.TrailAsync(connection, id);
        var chinese = Language.IsChinese(http);
        return TypedResults.Ok(new Trail([.. entries.Select(one => ToEntry(one, chinese))]));
    }

    private static Entry ToEntry(StoredAuditEntry stored, bool chinese) =>
        new(
            stored.Entry.EntryNo,
            stored.Entry.At,
            stored.Entry.Actor,
            stored.Entry.Post,
            stored.Entry.Action,
            CaseEventTexts.Of(stored.Entry).In(chinese),
            JsonSerializer.Deserialize<JsonElement>(stored.Entry.Detail)
        )
        {
            PreviousHash = Convert.ToHexStringLower(stored.PreviousHash),
            Hash = Convert.ToHexStringLower(stored.Hash),
        };
}
