using System.Net;
using System.Net.Http.Json;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Approval;

/// <summary>Filters that officers keep, for themselves or for the whole authority.</summary>
[Collection(nameof(ApprovalCollection))]
public sealed class SavedFilterTests(ApprovalAlone approval)
{
    private static readonly Bearer Owner = new("keeper", ["officer.review"], null, "14400000000");
    private static readonly Bearer Colleague = Owner with { Subject = "colleague" };
    private static readonly Bearer Stranger = Owner with { TaxAuthority = "14500000000" };

    [Fact]
    public async Task A_filter_is_kept_shared_replaced_and_deleted()
    {
        var created = await CreateAsync("large", shared: false, new { rebateFrom = "1000000" });
        var path = created.Expect(HttpStatusCode.Created).Location!.ToString();
        Assert.Equal("\"1\"", created.ETag);
        Assert.Contains("large", await NamesAsync(Owner));
        Assert.DoesNotContain("large", await NamesAsync(Colleague));

        var replaced = await PutAsync(
            Owner,
            path,
            "\"1\"",
            new
            {
                name = "large or late",
                shared = true,
                filter = new { overdue = "true", officer = "me" },
            }
        );

        Assert.Equal("\"2\"", replaced.Expect(HttpStatusCode.OK).ETag);
        Assert.Equal("true", replaced.Json["filter"]!["overdue"]!.GetValue<string>());
        Assert.Contains("large or late", await NamesAsync(Colleague));
        Assert.DoesNotContain("large or late", await NamesAsync(Stranger));

        var stale = await approval
            .As(Owner)
            .SendAsync(HttpMethod.Delete, path, null, ("If-Match", "\"1\""));
        Assert.Equal("RBF-0412", stale.ProblemCode);
        var others = await approval
            .As(Colleague)
            .SendAsync(HttpMethod.Delete, path, null, ("If-Match", "\"2\""));
        Assert.Equal("RBF-3060", others.ProblemCode);
        var deleted = await approval
            .As(Owner)
            .SendAsync(HttpMethod.Delete, path, null, ("If-Match", "\"2\""));
        deleted.Expect(HttpStatusCode.NoContent);
        Assert.DoesNotContain("large or late", await NamesAsync(Colleague));
    }

    [Fact]
    public async Task A_name_is_taken_once_and_a_wrong_filter_is_named()
    {
        (await CreateAsync("twice", false, new { })).Expect(HttpStatusCode.Created);

        var again = await CreateAsync("twice", false, new { });
        var wrong = await CreateAsync("", true, new { channel = "BLUE", periodTo = "x" });

        Assert.Equal("RBF-3061", again.ProblemCode);
        Assert.Equal("RBF-3004", wrong.Expect(HttpStatusCode.BadRequest).ProblemCode);
        Assert.Equal(
            ["filter.channel", "filter.periodTo", "name"],
            wrong.Json["errors"]!
                .AsArray()
                .Select(error => error!["field"]!.GetValue<string>())
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task An_officer_keeps_fifty_filters_and_no_more()
    {
        var hoarder = Owner with { Subject = "hoarder" };
        for (var number = 1; number <= 50; number++)
            (await CreateAsync($"no. {number}", false, new { }, hoarder)).Expect(
                HttpStatusCode.Created
            );

        var one = await CreateAsync("one more", false, new { }, hoarder);

        Assert.Equal("RBF-3062", one.ProblemCode);
    }

    private Task<ApiAnswer> CreateAsync(
        string name,
        bool shared,
        object filter,
        Bearer? owner = null
    ) =>
        approval
            .As(owner ?? Owner)
            .PostAsync(
                "/v1/saved-filters",
                new
                {
                    name,
                    shared,
                    filter,
                },
                ("Idempotency-Key", Guid.CreateVersion7().ToString())
            );

    private Task<ApiAnswer> PutAsync(Bearer owner, string path, string etag, object body) =>
        approval
            .As(owner)
            .SendAsync(HttpMethod.Put, path, JsonContent.Create(body), ("If-Match", etag));

    private async Task<IReadOnlyList<string>> NamesAsync(Bearer reader) =>
        [
            .. (await approval.As(reader).GetAsync("/v1/saved-filters"))
                .Expect(HttpStatusCode.OK)
                .Json["items"]!
                .AsArray()
                .Select(item => item!["name"]!.GetValue<string>()),
        ];
}
