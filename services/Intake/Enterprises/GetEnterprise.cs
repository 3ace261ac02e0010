using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Enterprises;

/// <summary>An exporter reads its own entry; an officer one of the own tax authority.</summary>
/// <remarks>Errors: RBF-1011 (404) for everybody else's as well.</remarks>
public static class GetEnterprise
{
    /// <summary>Policy: an exporter or an officer of any post.</summary>
    public const string Policy = "exporter-or-officer";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/enterprises/{uscc}", HandleAsync)
            .RequireAuthorization(Policy)
            .Produces<EnterpriseView>();

    private static async Task<IResult> HandleAsync(
        string uscc,
        HttpContext http,
        NpgsqlDataSource database,
        AuthorityClock clock
    )
    {
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        var today = clock.Today;
        return await FindVisibleAsync(http, connection, uscc, today) is { } found
            ? TypedResults.Ok(found)
            : Unknown(http);
    }

    /// <summary>The enterprise as it is on a day, when the caller may see it.</summary>
    internal static async Task<EnterpriseView?> FindVisibleAsync(
        HttpContext http,
        NpgsqlConnection connection,
        string uscc,
        DateOnly day
    )
    {
        var own = http.User.Uscc();
        var code = CodeText.Normalize(uscc);
        if (!Uscc.TryParse(code, out _) || (own is not null && own != code))
            return null;
        var found = await RegisterSql.FindAsync(connection, code, day, http.RequestAborted);
        var isOfTheirs =
            http.User.TaxAuthority() is { Length: > 0 } authority
            && found?.TaxAuthority == authority;
        return own is not null || isOfTheirs ? found : null;
    }

    internal static ProblemHttpResult Unknown(HttpContext http) =>
        Problem.Of(
            http,
            Problems.UnknownEnterprise,
            "请核对统一社会信用代码。",
            "Check the unified social credit code."
        );
}

/// <summary>An exporter filed for rebates.</summary>
public sealed record EnterpriseView
{
    public string Uscc { get; init; } = "";
    public string Name { get; init; } = "";

    /// <summary>FT (foreign trade), PE (production) or CS (comprehensive service).</summary>
    public string Kind { get; init; } = "";

    /// <summary>1 to 4, the class in force today.</summary>
    public int EnterpriseClass { get; init; }

    /// <summary>First day of that class.</summary>
    public DateOnly? EnterpriseClassSince { get; init; }

    /// <summary>ADVANCED, GENERAL, ORDINARY or DISHONEST.</summary>
    public string AeoStatus { get; init; } = "";
    public string TaxAuthority { get; init; } = "";
    public string CustomsDistrict { get; init; } = "";
    public string CustomsCode { get; init; } = "";
    public string LegalPerson { get; init; } = "";
    public string Address { get; init; } = "";

    /// <summary>Percent, 0 to 100.</summary>
    [JsonConverter(typeof(DecimalJsonConverter))]
    public decimal ProcessingTradeSharePercent { get; init; }
    public DateOnly RegisteredOn { get; init; }

    /// <summary>First rebate declaration; the first one here when none is registered.</summary>
    public DateOnly? FirstDeclaredOn { get; init; }
    public bool Suspended { get; init; }
    public long Version { get; init; }

    /// <summary>What a new class is set against.</summary>
    [JsonIgnore]
    public long LastClassNo { get; init; }

    internal EnterpriseFacts ToFacts() =>
        new()
        {
            Kind = Kind,
            AeoStatus = AeoStatus,
            FirstDeclaredOn = FirstDeclaredOn,
            Suspended = Suspended,
            FormerClass = EnterpriseClass,
            FormerSince = EnterpriseClassSince ?? RegisteredOn,
        };
}
