using Npgsql;
using RebateFlow.Approval.Casework.Policies;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Policies;

/// <summary>
/// The versions of the green-channel policy, of the routes and of the criteria of enrolment, with
/// every value's source.
/// </summary>
public static class ListPolicies
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/green-channel/policies", HandleAsync)
            .RequireAuthorization(Roles.AnyAuthority)
            .Produces<Page>();

    public sealed record Page(IReadOnlyList<Item> Items);

    /// <param name="Kind">GREEN_CHANNEL, ROUTES or ENROLMENT_CRITERIA.</param>
    /// <param name="ValidTo">Last day; null while no later version is known.</param>
    public sealed record Item(
        string Kind,
        string Version,
        string Title,
        DateOnly ValidFrom,
        DateOnly? ValidTo,
        bool InForce
    )
    {
        public required IReadOnlyList<Value> Values { get; init; }
    }

    public sealed record Value(string Name, string Text, string Unit, DateOnly From, string Source);

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        NpgsqlDataSource database,
        AuthorityClock zone
    )
    {
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        var items = new List<Item>();
        foreach (var kind in Enum.GetValues<PolicyKind>())
            items.AddRange(
                ToItems(
                    kind,
                    await ReferenceSql.PoliciesAsync(connection, kind),
                    zone.Today,
                    Language.IsChinese(http)
                )
            );
        return TypedResults.Ok(new Page(items));
    }

    private static IEnumerable<Item> ToItems(
        PolicyKind kind,
        IReadOnlyList<StoredPolicy> versions,
        DateOnly today,
        bool chinese
    )
    {
        for (var i = 0; i < versions.Count; i++)
        {
            var policy = DatedPolicy.Parse(versions[i].Body);
            DateOnly? validTo =
                i + 1 < versions.Count ? versions[i + 1].ValidFrom.AddDays(-1) : null;
            yield return new(
                WireCode.Of(kind),
                policy.Version,
                policy.Title.In(chinese),
                policy.ValidFrom,
                validTo,
                policy.ValidFrom <= today && (validTo is null || today <= validTo)
            )
            {
                Values =
                [
                    .. policy.Values.Select(pair => new Value(
                        pair.Key,
                        pair.Value.Value,
                        pair.Value.Unit,
                        pair.Value.From,
                        pair.Value.Source
                    )),
                ],
            };
        }
    }
}
