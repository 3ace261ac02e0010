using System.Net;
using System.Net.Http.Headers;
using RebateFlow.Bench.Filings;
using RebateFlow.Bench.Measuring;
using RebateFlow.Bench.Stacks;

namespace RebateFlow.Bench.Crashes;

/// <summary>
/// Kills each service in turn with SIGKILL while filings are handed in, starts it again, and then
/// counts: every accepted filing has exactly one case, and no voucher is in use beyond its own
/// amount.
/// </summary>
internal static class Chaos
{
    /// <exception cref="InvalidOperationException">A count is wrong.</exception>
    public static async Task RunAsync(BenchRun run, BenchStack stack)
    {
        var (filings, apart) = run.Sized((500, 50), (40, 3));
        var set = new BenchFilings(stack.TakeFilings(filings), filings, 10);
        await set.FeedAsync(stack);
        var bodies = await set.BodiesAsync(stack);
        var before = await CountAsync(stack);

        var handedIn = HandInAsync(stack, bodies);
        foreach (var service in stack.Workers)
        {
            await stack.UntilCasesAsync(await stack.CasesAsync() + apart);
            await service.KillAsync();
            run.Say($"killed {service.Name} with {await stack.CasesAsync()} cases open");
            service.Start();
            await service.UntilReadyAsync();
        }
        var retries = await handedIn;
        await stack.UntilCasesAsync(before.Cases + filings);

        var after = await CountAsync(stack);
        var found = new Counts(
            after.Filings - before.Filings,
            after.Cases - before.Cases,
            after.Distinct - before.Distinct,
            after.Overused
        );
        run.Say(
            $"{filings} filings handed in ({retries} requests repeated after a broken connection): "
                + $"{found}"
        );
        if (found != new Counts(filings, filings, filings, 0))
            throw new InvalidOperationException($"{filings} filings left {found}.");
    }

    private static async Task<Counts> CountAsync(BenchStack stack) =>
        new(
            await stack.IntakeNumberAsync("SELECT count(*) FROM pre_declaration"),
            await stack.CasesAsync(),
            await stack.ApprovalNumberAsync(
                "SELECT count(DISTINCT pre_declaration_id) FROM approval_case"
            ),
            await stack.IntakeNumberAsync(
                "SELECT count(*) FROM customs_declaration_line WHERE used_quantity > quantity1"
            )
        );

    /// <param name="Distinct">Filings that have a case.</param>
    /// <param name="Overused">Vouchers that are in use beyond their own quantity.</param>
    private sealed record Counts(long Filings, long Cases, long Distinct, long Overused);

    /// <summary>As an ERP would: a request without an answer is sent again under its key.</summary>
    private static async Task<int> HandInAsync(BenchStack stack, List<PreparedBody> bodies)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        var address = new Uri(stack.Intake.Address, "/v1/pre-declarations");
        var repeated = 0;
        // Spread over half a minute, so that every kill falls into the handing in.
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(60));
        var open = new List<Task>();
        foreach (var body in bodies)
        {
            await pace.WaitForNextTickAsync();
            open.Add(HandInAsync(body));
        }
        await Task.WhenAll(open);
        return repeated;

        async Task HandInAsync(PreparedBody body)
        {
            while (!await TryHandInAsync(http, address, body))
                Interlocked.Increment(ref repeated);
        }
    }

    private static async Task<bool> TryHandInAsync(HttpClient http, Uri address, PreparedBody body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new ByteArrayContent(body.Json)
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            },
        };
        request.Headers.Authorization = new("Bearer", body.Token);
        request.Headers.Add("Idempotency-Key", body.Key);
        try
        {
            using var answer = await http.SendAsync(request);
            return answer.StatusCode switch
            {
                HttpStatusCode.Accepted => true,
                HttpStatusCode.ServiceUnavailable => false,
                _ => throw new InvalidOperationException(
                    $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}"
                ),
            };
        }
        catch (HttpRequestException)
        {
            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            await pause.WaitForNextTickAsync();
            return false;
        }
    }
}
