using System.Text.Json.Serialization;
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
        NpgsqlDataSource db
    )
    {
        var own = http.User.Uscc();
        var code = CodeText.Normalize(uscc);
        var found =
            Uscc.TryParse(code, out _) && (own is null || own == code)
                ? await EnterpriseSql.FindAsync(db, code, http.RequestAborted)
                : null;
        var isVisible = own is not null || found?.TaxAuthority == http.User.TaxAuthority();
        return found is not null && isVisible
            ? TypedResults.Ok(found)
            : Problem.Of(
                http,
                Problems.UnknownEnterprise,
                "请核对统一社会信用代码。",
                "Check the unified social credit code."
            );
    }
}

/// <summary>An exporter filed for rebates.</summary>
public sealed record EnterpriseView
{
    public string Uscc { get; init; } = "";
    public string Name { get; init; } = "";

    /// <summary>FT (foreign trade) or PE (production).</summary>
    public string Kind { get; init; } = "";

    /// <summary>1 to 4.</summary>
    public int EnterpriseClass { get; init; }

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
    public DateOnly? FirstDeclaredOn { get; init; }
    public bool Suspended { get; init; }
    public long Version { get; init; }
}
