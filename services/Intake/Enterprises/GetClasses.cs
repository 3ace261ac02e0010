using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Net.Http.Headers;
using Npgsql;
using RebateFlow.ServiceDefaults;
using RebateFlow.ServiceDefaults.Requests;

namespace RebateFlow.Intake.Enterprises;

/// <summary>
/// The classes of an enterprise with who set them, when and why, and the changes of its other
/// entries. The ETag is what a new class is set against.
/// </summary>
/// <remarks>Errors: RBF-1011 (404), for an enterprise of another authority too.</remarks>
public static class GetClasses
{
    /// <summary>The answer.</summary>
    public sealed record History(
        IReadOnlyList<ClassView> Classes,
        IReadOnlyList<ChangeView> Changes
    );

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/enterprises/{uscc}/classes", HandleAsync)
            .RequireAuthorization(GetEnterprise.Policy)
            .Produces<History>();

    private static async Task<IResult> HandleAsync(
        string uscc,
        HttpContext http,
        NpgsqlDataSource database,
        AuthorityClock clock
    )
    {
        var cancel = http.RequestAborted;
        await using var connection = await database.OpenConnectionAsync(cancel);
        var today = clock.Today;
        var found = await GetEnterprise.FindVisibleAsync(http, connection, uscc, today);
        if (found is null)
            return GetEnterprise.Unknown(http);
        var classes = await RegisterSql.ClassesAsync(connection, found.Uscc, cancel);
        var changes = await RegisterSql.ChangesAsync(connection, found.Uscc, cancel);
        http.Response.Headers[HeaderNames.ETag] = EntityTag.Of(found.LastClassNo);
        var isOfficer = http.User.Uscc() is null;
        return TypedResults.Ok(
            new History(
                [.. classes.Select(row => ClassView.Of(row, isOfficer))],
                isOfficer ? [.. changes.Select(ChangeView.Of)] : []
            )
        );
    }
}

/// <summary>A class, from a day on.</summary>
public sealed record ClassView
{
    /// <summary>1 to 4.</summary>
    public required int EnterpriseClass { get; init; }

    /// <summary>First day; it holds until a later row begins.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>OFFICER, or FEED when it came with the feed of enterprises.</summary>
    public required string Source { get; init; }
    public required string Reason { get; init; }

    /// <summary>Who set it; absent for the enterprise itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SetBy { get; init; }
    public required DateTimeOffset SetAt { get; init; }

    /// <summary>The answers it rests on; absent for the enterprise itself and for feeds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ClassAnswer>? Answers { get; init; }

    internal static ClassView Of(ClassRow row, bool isOfficer) =>
        new()
        {
            EnterpriseClass = row.EnterpriseClass,
            ValidFrom = row.ValidFrom,
            Source = row.Source,
            Reason = row.Reason,
            SetBy = isOfficer ? row.SetBy : null,
            SetAt = row.SetAt,
            Answers =
                isOfficer && row.Checklist is { } answers
                    ? JsonSerializer.Deserialize(
                        answers,
                        EnterpriseJson.Default.IReadOnlyListClassAnswer
                    )
                    : null,
        };
}

/// <summary>A change of an entry.</summary>
/// <param name="Field">
/// aeoStatus, processingTradeSharePercent, taxAuthority, firstDeclaredOn or suspended.
/// </param>
/// <param name="Version">Version of the sender that brought it.</param>
public sealed record ChangeView(
    string Field,
    string Before,
    string After,
    DateTimeOffset ChangedAt,
    long Version
)
{
    internal static ChangeView Of(ChangeRow row) =>
        new(row.Field, row.Before, row.After, row.ChangedAt, row.Version);
}

/// <summary>Reading and writing code of this part, made at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    NumberHandling = JsonNumberHandling.Strict,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    MaxDepth = 8,
    Converters = [typeof(DayConverter)]
)]
[JsonSerializable(typeof(ClassRequest))]
[JsonSerializable(typeof(IReadOnlyList<ClassAnswer>))]
internal sealed partial class EnterpriseJson : JsonSerializerContext;
