using System.Net;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Integration.Tests.Flows;

/// <summary>
/// Servers and services go away while filings come in. Whatever got a 202 ends in exactly one case;
/// whatever did not, left no trace. The installation is this class's own, for it gets hurt.
/// </summary>
/// <remarks>
/// A server is "gone" when its connections break and new ones are refused. A service is "killed"
/// when that happens to all its servers at once and it never comes back to its work. Real processes
/// are killed by <c>./run bench</c>.
/// </remarks>
public sealed class ServersGoneTests(TestServers servers) : IAsyncLifetime
{
    private readonly Installation installation = new(servers);
    private readonly SampleExporter exporter = new(1);

    public async ValueTask InitializeAsync()
    {
        await installation.InitializeAsync();
        await installation.FeedReferenceAsync(exporter);
    }

    public ValueTask DisposeAsync() => installation.DisposeAsync();

    [Fact]
    public async Task Filings_handed_in_while_the_broker_is_away_reach_the_officers_later()
    {
        var filings = await PrepareAsync(30);
        await SubmitAllAsync(filings.Take(10));

        installation.Broker.Proxy.Cut();
        await SubmitAllAsync(filings.Skip(10).Take(10));
        var ready = await installation
            .As(exporter.Bearer, installation.Intake)
            .GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.OK, ready.Status);
        installation.Broker.Proxy.Restore();
        await SubmitAllAsync(filings.Skip(20));

        await EveryFilingHasOneCaseAsync(30);
    }

    [Fact]
    public async Task Without_its_database_a_service_answers_503_and_recovers_by_itself()
    {
        var filings = await PrepareAsync(2);
        var intake = installation.As(exporter.Bearer, installation.Intake);
        installation.Intake.Database.Proxy.Cut();

        var refused = await intake.PostAsync(
            "/v1/pre-declarations",
            filings[0].Body,
            ("Idempotency-Key", $"filing-{filings[0].Serial}")
        );

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.Equal("RBF-0503", refused.ProblemCode);
        Assert.True(refused.RetryAfter > TimeSpan.Zero);
        Assert.Equal(
            HttpStatusCode.ServiceUnavailable,
            (await intake.GetAsync("/health/ready")).Status
        );
        Assert.Equal(HttpStatusCode.OK, (await intake.GetAsync("/health/live")).Status);

        installation.Intake.Database.Proxy.Restore();

        await Eventually.HoldsAsync(async () =>
            (await intake.GetAsync("/health/ready")).Status == HttpStatusCode.OK
        );
        await SubmitAllAsync(filings);
        await EveryFilingHasOneCaseAsync(2);
    }

    [Fact]
    public async Task Every_service_says_503_while_its_database_is_away()
    {
        foreach (var service in installation.Services)
            service.Database.Proxy.Cut();

        (IServiceHost Service, Bearer Bearer, string Path)[] requests =
        [
            (installation.Intake, exporter.Bearer, "/v1/pre-declarations"),
            (installation.Risk, Bearer.Auditor, "/v1/watchlist/entries"),
            (installation.Approval, CaseSteps.Reviewer, "/v1/cases"),
        ];
        foreach (var (service, bearer, path) in requests)
        {
            var answer = await installation.As(bearer, service).GetAsync(path);
            Assert.Equal(
                (path, HttpStatusCode.ServiceUnavailable, "RBF-0503"),
                (path, answer.Status, answer.ProblemCode)
            );
            Assert.True(answer.RetryAfter > TimeSpan.Zero, path);
        }
    }

    [Fact]
    public async Task A_service_whose_database_was_away_catches_up()
    {
        var filings = await PrepareAsync(10);
        installation.Risk.Database.Proxy.Cut();
        installation.Approval.Database.Proxy.Cut();
        await SubmitAllAsync(filings);
        await Eventually.EqualAsync(
            10L,
            () => installation.Intake.Database.CountAsync("pre_declaration WHERE state = 'CLEARED'")
        );

        installation.Risk.Database.Proxy.Restore();
        installation.Approval.Database.Proxy.Restore();

        await EveryFilingHasOneCaseAsync(10);
    }

    [Fact]
    public async Task Services_killed_in_turn_lose_no_filing_and_double_no_case()
    {
        var filings = await PrepareAsync(60);
        var handingIn = Parallel.ForEachAsync(
            filings,
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (filing, _) => await SubmitUntilAcceptedAsync(filing)
        );

        foreach (var service in installation.Services)
        {
            await service.KillAsync();
            await service.StartAsync();
        }

        await handingIn;
        await EveryFilingHasOneCaseAsync(60);
    }

    [Fact]
    public async Task A_filing_withdrawn_before_its_case_never_reaches_the_officers()
    {
        var filing = (await PrepareAsync(1))[0];
        await installation.Approval.StopAsync();
        var id = await installation.SubmitAsync(filing);
        await installation.StateBecomesAsync(filing, id, "CLEARED");
        await installation.WithdrawAsync(filing, id, "ERROR");

        await installation.Approval.StartAsync();

        await Eventually.EqualAsync(2L, () => installation.Approval.Database.CountAsync("inbox"));
        Assert.Equal(
            0L,
            await installation.Approval.Database.CountAsync(
                "approval_case WHERE state IN ('WAITING', 'CLAIMED')"
            )
        );
        await installation.StateBecomesAsync(filing, id, "WITHDRAWN");
    }

    private async Task<List<SampleFiling>> PrepareAsync(int count)
    {
        var filings = Enumerable
            .Range(1, count)
            .Select(serial => new SampleFiling(exporter, serial))
            .ToList();
        await installation.FeedVouchersAsync(filings);
        return filings;
    }

    private Task SubmitAllAsync(IEnumerable<SampleFiling> filings) =>
        Parallel.ForEachAsync(filings, async (filing, _) => await installation.SubmitAsync(filing));

    /// <summary>Sends the same request again until it is taken, as a good client does.</summary>
    private async Task SubmitUntilAcceptedAsync(SampleFiling filing) =>
        await Eventually.GetAsync(
            async () =>
            {
                await installation.SubmitAsync(filing);
                return filing;
            },
            TimeSpan.FromMinutes(2)
        );

    private async Task EveryFilingHasOneCaseAsync(int count)
    {
        var (intake, approval) = (installation.Intake.Database, installation.Approval.Database);
        try
        {
            await ReachesAsync(count, () => approval.CountAsync("approval_case"));
            await ReachesAsync(
                count,
                () => intake.CountAsync("pre_declaration WHERE state = 'UNDER_REVIEW'")
            );
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException(await installation.WhereaboutsAsync(), late);
        }

        Assert.Equal((long)count, await approval.CountAsync("audit_entry"));
        foreach (var service in installation.Services)
            await Eventually.EqualAsync(0L, () => service.Database.CountAsync("outbox"));
    }

    private static Task ReachesAsync(int count, Func<Task<long>> actual) =>
        Eventually.EqualAsync(count, actual, TimeSpan.FromMinutes(2));
}
