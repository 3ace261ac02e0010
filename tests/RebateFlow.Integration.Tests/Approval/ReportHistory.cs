using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using RebateFlow.Approval.Casework.Calendars;
using RebateFlow.Approval.Policies;
using RebateFlow.Contracts.Intake;
using RebateFlow.Contracts.Risk;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Approval;

/// <summary>
/// Officers who do one thing after the other at random, and a clerk who notes every outcome by
/// hand, as the case itself shows it.
/// </summary>
public sealed class ReportHistory(ApprovalAlone approval, int seed)
{
    private static readonly Bearer[] Officers =
    [
        CaseSteps.Reviewer,
        CaseSteps.Rereviewer,
        Bearer.Officer("officer-approval", "approval"),
        Bearer.Officer("officer-second", "review"),
    ];

    private readonly Random random = new(seed);
    private readonly WorkingDayCalendar calendar = new(LoadSeeds.ReadCalendar());
    private readonly List<(Guid CaseId, RiskAssessed Message)> cases = [];

    public List<Outcome> Outcomes { get; } = [];

    /// <param name="Cases">0 of a later approval of what was withheld.</param>
    public sealed record Outcome(
        DateOnly Day,
        string Channel,
        int Class,
        string Decision,
        int Cases,
        decimal Claimed
    )
    {
        public decimal Approved { get; init; }

        /// <summary>Working days; none of a later approval or a return.</summary>
        public int Days { get; init; }
    }

    public async Task StepAsync()
    {
        if (cases.Count < 4 || random.Next(6) == 0)
            await OpenAsync();
        else if (random.Next(12) == 0)
            approval.Clock.Advance(TimeSpan.FromDays(random.Next(1, 4)));
        else
            await ActAsync(random.Next(cases.Count));
    }

    private async Task OpenAsync()
    {
        var message = Assessments.Clean().BoughtFrom(("91120000A", Amount()), ("9131B", Amount()));
        var enterpriseClass = random.Next(1, 5);
        message = message with
        {
            AssessedAt = approval.Clock.GetUtcNow(),
            Grade = random.Next(5) == 0 ? "HIGH" : "LOW",
            Filing = message.Filing with
            {
                Declarant = message.Filing.Declarant with { EnterpriseClass = enterpriseClass },
            },
        };
        cases.Add((await approval.OpenAsync(message), message));

        decimal Amount() => random.Next(5) == 0 ? 700_000m : random.Next(1_000, 90_000);
    }

    private async Task ActAsync(int index)
    {
        var (caseId, message) = cases[index];
        var before = await ReadAsync(caseId);
        if (Text(before, "state") == "RETURNED")
        {
            await ReopenAsync(index, message);
            return;
        }
        if (random.Next(40) == 0)
        {
            await WithdrawAsync(caseId, message.Filing);
            return;
        }
        var (action, body) = Choose();
        var isLive = Text(before, "state") is "WAITING" or "CLAIMED";
        foreach (var officer in Officers)
        {
            var claimed = await approval.ActAsync(officer, caseId, "claim");
            if (claimed.Status != HttpStatusCode.OK && isLive)
                continue; // Another post's, or acted on it before.
            var acted = await approval.ActAsync(officer, caseId, action, body);
            if (isLive || acted.Status == HttpStatusCode.OK)
                break;
        }
        Note(before, await ReadAsync(caseId));
    }

    private (string Action, object? Body) Choose() =>
        random.Next(12) switch
        {
            0 or 1 => ("release", null),
            2 => ("return", new { reason = "line 2 differs" }),
            3 => (
                "hold",
                new
                {
                    ground = "SMUGGLING_CASE",
                    scope = "WHOLE_CASE",
                    reason = "x",
                }
            ),
            4 => (
                "letters",
                new
                {
                    supplierTaxId = "9131B",
                    authority = "13100000000",
                    reason = "real supply?",
                }
            ),
            5 => ("letters/1/reply", new { reply = "NORMAL", reason = "real" }),
            6 => ("hold-release", new { holdNo = 1, reason = "closed" }),
            7 or 8 => ("decision", new { decision = "REJECT", reason = "no goods" }),
            _ => ("decision", new { decision = "APPROVE" }),
        };

    private async Task ReopenAsync(int index, RiskAssessed message)
    {
        var next = message with
        {
            AssessmentId = Guid.CreateVersion7(),
            AssessedAt = approval.Clock.GetUtcNow(),
            Filing = message.Filing with { AttemptNo = message.Filing.AttemptNo + 1 },
        };
        cases[index] = (await approval.OpenAsync(next), next);
    }

    private async Task WithdrawAsync(Guid caseId, Filing filing)
    {
        await approval.PublishAsync(
            new PreDeclarationWithdrawn
            {
                PreDeclarationId = filing.PreDeclarationId,
                AttemptNo = filing.AttemptNo,
                Kind = "ERROR",
                Reason = "declared in error",
                WithdrawnAt = approval.Clock.GetUtcNow(),
            }
        );
        // One that is decided already stays as it is: its queue is empty once the next one opened.
        await Eventually.HoldsAsync(async () =>
            Text(await ReadAsync(caseId), "state") is "WITHDRAWN" or "APPROVED" or "REJECTED"
        );
    }

    private void Note(JsonNode before, JsonNode after)
    {
        var decision = after["decision"];
        var was = Approved(before);
        if (decision is null || (before["decision"] is not null && Approved(after) == was))
            return;
        var isLater = before["decision"] is not null;
        var day = Today();
        var outcome = Text(decision, "decision");
        Outcomes.Add(
            new(
                day,
                Text(after, "channel"),
                after["declarant"]!["enterpriseClass"]!.GetValue<int>(),
                outcome,
                isLater ? 0 : 1,
                isLater ? 0m : Money(after, "rebateDue")
            )
            {
                Approved = Approved(after) - was,
                Days = isLater || outcome == "RETURNED" ? 0 : Days(after, day),
            }
        );
    }

    private int Days(JsonNode one, DateOnly last)
    {
        var stops = one["clock"]!["stops"]!.AsArray();
        var days = 0;
        for (var day = Day(one["startedOn"]!).AddDays(1); day <= last; day = day.AddDays(1))
            if (calendar.IsWorkingDay(day) && !stops.Any(stop => Stands(stop!, day)))
                days++;
        return days;

        static bool Stands(JsonNode stop, DateOnly day) =>
            Day(stop["from"]!) < day && (stop["to"] is not { } to || day <= Day(to));
    }

    public DateOnly Today() =>
        DateOnly.FromDateTime(approval.Clock.GetUtcNow().UtcDateTime.AddHours(8));

    private async Task<JsonNode> ReadAsync(Guid caseId) =>
        (await approval.As(CaseSteps.Reviewer).GetAsync($"/v1/cases/{caseId}"))
            .Expect(HttpStatusCode.OK)
            .Json;

    private static decimal Approved(JsonNode one) =>
        one["decision"] is { } decision ? Money(decision, "approvedRebate") : 0m;

    private static DateOnly Day(JsonNode node) =>
        DateOnly.Parse(node.GetValue<string>(), CultureInfo.InvariantCulture);

    private static decimal Money(JsonNode node, string name) =>
        decimal.Parse(Text(node, name), CultureInfo.InvariantCulture);

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
