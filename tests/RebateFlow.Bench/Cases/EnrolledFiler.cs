using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using RebateFlow.Bench.Filings;
using RebateFlow.Bench.Stacks;

namespace RebateFlow.Bench.Cases;

/// <summary>
/// The one filer of a stack that is enrolled in the green channel, and how long its filings take.
/// </summary>
internal static class EnrolledFiler
{
    // Every filing whose number divides by the exporters is of exporter 0, the enrolled one.
    private const int Filer = 0;

    /// <summary>Whether a filing of this number is the filer's.</summary>
    public static bool Owns(int filing) => filing % BenchExporters.Count == Filer;

    /// <summary>
    /// Feeds what so many filings are compared with, and parts the filer's own from the others.
    /// </summary>
    public static async Task<PreparedFilings> PrepareAsync(BenchStack stack, int count, int lines)
    {
        var first = stack.TakeFilings(count);
        var set = new BenchFilings(first, count, lines);
        await set.FeedAsync(stack);
        var bodies = await set.BodiesAsync(stack);
        var (green, others) = (new List<PreparedBody>(), new List<PreparedBody>());
        for (var i = 0; i < bodies.Count; i++)
            (Owns(first + i) ? green : others).Add(bodies[i]);
        return new(set, green, others);
    }

    /// <summary>Enrols the filer in the green channel, once for a stack.</summary>
    public static async Task EnrolAsync(BenchStack stack)
    {
        const string enrolled = "SELECT count(*) FROM green_channel_enrolment";
        if (await stack.IntakeNumberAsync(enrolled) > 0)
            return;
        using var http = new HttpClient { BaseAddress = stack.Approval.Address };
        var drafted = await SendAsync(
            "v1/green-channel/enrolments",
            "policy.editor",
            ("Idempotency-Key", "bench-enrolment"),
            new
            {
                uscc = BenchExporters.UsccOf(Filer),
                validFrom = "2016-09-01",
                reason = "bench",
            }
        );
        await SendAsync(
            $"v1/green-channel/enrolments/{drafted.GetProperty("id").GetGuid()}/approval",
            "policy.approver",
            ("If-Match", "\"1\""),
            new { }
        );
        await BenchServers.UntilCountAsync(stack.IntakeData, "green_channel_enrolment", 1);

        async Task<JsonElement> SendAsync(
            string path,
            string client,
            (string Name, string Value) header,
            object body
        )
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path)
            {
                Content = JsonContent.Create(body),
            };
            request.Headers.Authorization = new("Bearer", await stack.TokenAsync(client));
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
            using var answer = await http.SendAsync(request);
            answer.EnsureSuccessStatusCode();
            return await answer.Content.ReadFromJsonAsync<JsonElement>();
        }
    }

    /// <summary>One after the other, while that makes sense.</summary>
    /// <param name="goOn">Asked before each, with the number of those before it.</param>
    public static async Task<IReadOnlyList<Walk>> TimeAsync(
        BenchStack stack,
        HttpClient http,
        IEnumerable<PreparedBody> bodies,
        Func<int, Task<bool>>? goOn = null
    )
    {
        var walks = new List<Walk>();
        foreach (var body in bodies)
        {
            if (goOn is not null && !await goOn(walks.Count))
                break;
            walks.Add(await TimeAsync(stack, http, body));
        }
        return walks;
    }

    /// <summary>From the first byte of the request until the case is there to be read.</summary>
    private static async Task<Walk> TimeAsync(BenchStack stack, HttpClient http, PreparedBody body)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri(stack.Intake.Address, "/v1/pre-declarations")
        )
        {
            Content = new ByteArrayContent(body.Json)
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            },
        };
        request.Headers.Authorization = new("Bearer", body.Token);
        request.Headers.Add("Idempotency-Key", body.Key);
        var began = TimeProvider.System.GetUtcNow();
        var watch = Stopwatch.StartNew();
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        var accepted = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var id = accepted.GetProperty("id").GetGuid();
        var answered = watch.Elapsed;
        var sql = $"SELECT count(*) FROM approval_case WHERE pre_declaration_id = '{id}'";
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (await stack.ApprovalNumberAsync(sql) == 0)
        {
            if (watch.Elapsed > TimeSpan.FromMinutes(2))
                throw new InvalidOperationException($"No case of {id} after two minutes.");
            await timer.WaitForNextTickAsync();
        }
        var total = watch.Elapsed;
        var checkedAt = await MomentAsync(
            stack.IntakeData,
            $"SELECT checked_at FROM feedback WHERE pre_declaration_id = '{id}'"
        );
        var openedAt = await MomentAsync(
            stack.ApprovalData,
            $"SELECT opened_at FROM approval_case WHERE pre_declaration_id = '{id}'"
        );
        return new Walk(answered, checkedAt - began, openedAt - began, total);
    }

    private static async Task<DateTimeOffset> MomentAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync())!);
    }

    /// <summary>Times in words, for a detail of a row.</summary>
    public static string Describe(IReadOnlyList<Walk> walks)
    {
        string Both(Func<Walk, TimeSpan> of) =>
            $"{Percentile(walks, 50, of):F0}/{Percentile(walks, 99, of):F0}";
        return $"{walks.Count} filings, median/p99 in ms: answered {Both(walk => walk.Answered)}, "
            + $"checks begun {Both(walk => walk.Checked)}, case made {Both(walk => walk.Opened)}, "
            + $"case seen {Both(walk => walk.Seen)}";
    }

    /// <summary>Milliseconds until the case was seen, at the 99th percentile.</summary>
    public static double SlowestOf(IReadOnlyList<Walk> walks) =>
        Percentile(walks, 99, walk => walk.Seen);

    /// <summary>Milliseconds, nearest rank.</summary>
    private static double Percentile(
        IReadOnlyList<Walk> walks,
        int percent,
        Func<Walk, TimeSpan> of
    )
    {
        var rank = (int)Math.Ceiling(walks.Count * percent / 100.0);
        return walks.Select(of).Order().ElementAt(Math.Max(0, rank - 1)).TotalMilliseconds;
    }
}

/// <summary>Requests of the enrolled filer and of all others.</summary>
/// <param name="Set">All of them, with what they are compared with.</param>
internal sealed record PreparedFilings(
    BenchFilings Set,
    IReadOnlyList<PreparedBody> Green,
    IReadOnlyList<PreparedBody> Others
);

/// <summary>Since the first byte of the request.</summary>
internal sealed record Walk(TimeSpan Answered, TimeSpan Checked, TimeSpan Opened, TimeSpan Seen);
