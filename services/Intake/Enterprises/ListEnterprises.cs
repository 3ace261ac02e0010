using System.Globalization;
using System.Text.Json.Serialization;
using Npgsql;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Requests;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Enterprises;

/// <summary>
/// An officer lists the enterprises of the own tax authority in the order of their codes.
/// </summary>
/// <remarks>
/// Query: enterpriseClass (1 to 4, of today), kind (FT, PE, CS), suspended (true or false), cursor,
/// limit (1 to 200, usually 50). Errors: RBF-1010 (400).
/// </remarks>
public static class ListEnterprises
{
    /// <summary>A page.</summary>
    public sealed record Page
    {
        public required IReadOnlyList<EnterpriseView> Items { get; init; }

        /// <summary>For the next page; absent on the last one.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? NextCursor { get; init; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/enterprises", HandleAsync)
            .RequireAuthorization(Roles.AnyOfficer)
            .Produces<Page>()
            .WithSummary("The enterprises of the officer's tax authority");

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        string? enterpriseClass,
        string? kind,
        string? suspended,
        NpgsqlDataSource database,
        AuthorityClock clock
    )
    {
        var query = http.Request.Query;
        if (!Paging.TryReadLimit(query, out var limit))
            return Paging.InvalidLimit(http);
        if (!Paging.TryReadCursor<string>(query, out var after))
            return Paging.InvalidCursor(http);
        if (!TryReadClass(enterpriseClass, out var wanted))
            return Paging.Invalid(http, "enterpriseClass", "须为1至4", "must be 1 to 4");
        if (kind is not null && !WireCode.TryParse(kind, out EnterpriseKind _))
        {
            var names = WireCode.List<EnterpriseKind>();
            return Paging.Invalid(http, "kind", $"须为{names}之一", $"must be one of {names}");
        }
        if (suspended is not (null or "true" or "false"))
            return Paging.Invalid(http, "suspended", "须为true或false", "must be true or false");

        var filter = new EnterpriseFilter
        {
            TaxAuthority = http.User.TaxAuthority() ?? "",
            Day = clock.Today,
            After = after ?? "",
            EnterpriseClass = wanted,
            Kind = kind,
            Suspended = suspended is null ? null : suspended == "true",
            Most = limit + 1,
        };
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        var rows = await RegisterSql.ListAsync(connection, filter, http.RequestAborted);
        return TypedResults.Ok(
            new Page
            {
                Items = [.. rows.Take(limit)],
                NextCursor = rows.Count > limit ? Cursor.Encode(rows[limit - 1].Uscc) : null,
            }
        );
    }

    private static bool TryReadClass(string? text, out int? wanted)
    {
        wanted = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var known)
            ? known
            : null;
        return text is null || wanted is >= 1 and <= 4;
    }
}

/// <summary>Which enterprises are asked for; null asks for all.</summary>
public sealed record EnterpriseFilter
{
    /// <summary>Of this authority only.</summary>
    public required string TaxAuthority { get; init; }

    /// <summary>The day that classes are of.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Code of the last one seen; empty for the first page.</summary>
    public required string After { get; init; }

    /// <summary>1 to 4.</summary>
    public required int? EnterpriseClass { get; init; }

    /// <summary>FT, PE or CS.</summary>
    public required string? Kind { get; init; }
    public required bool? Suspended { get; init; }

    /// <summary>Rows at most.</summary>
    public required int Most { get; init; }
}
