using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Flows;

/// <summary>Steps of filings that take something back, and of what they owe.</summary>
internal static class OffsetSteps
{
    public static readonly Bearer Treasurer = Bearer.Officer("officer-approval", "approval");

    /// <summary>The document of a filing, to be changed by a test.</summary>
    public static JsonNode Document(this SampleFiling filing) =>
        JsonSerializer.SerializeToNode(filing.Body)!;

    /// <summary>Takes a part of every line of a filing back.</summary>
    public static JsonNode Offset(
        this SampleFiling filing,
        int batchNo,
        decimal quantity,
        string? originalPeriod = null
    )
    {
        var body = (filing with { BatchNo = batchNo, Quantity = quantity }).Document();
        foreach (var line in body["exportLines"]!.AsArray())
        {
            line!["originalPeriodAndLine"] =
                (originalPeriod ?? SampleFiling.Period) + line["lineNo"]!.GetValue<string>();
            Negate(line, "quantity", "fobUsd", "fobCny");
        }
        foreach (var line in body["purchaseLines"]!.AsArray())
            Negate(line!, "quantity", "taxBase", "rebatableTax");
        return body;
    }

    /// <summary>The same goods in another period.</summary>
    public static JsonNode InPeriod(this JsonNode body, string period)
    {
        body["period"] = period;
        foreach (var form in new[] { "exportLines", "purchaseLines" })
        foreach (var line in body[form]!.AsArray())
            line!["associationNo"] = period + Text(line, "associationNo")[period.Length..];
        return body;
    }

    /// <summary>Hands a document in and waits for its feedback.</summary>
    public static async Task<(Guid Id, JsonNode Feedback)> HandInAsync(
        this Installation installation,
        SampleFiling filing,
        JsonNode body
    )
    {
        var exporter = installation.As(filing.Exporter.Bearer, installation.Intake);
        var id = (
            await exporter.PostAsync(
                "/v1/pre-declarations",
                body,
                ("Idempotency-Key", Guid.CreateVersion7().ToString())
            )
        )
            .Expect(HttpStatusCode.Accepted)
            .Json["id"]!.GetValue<Guid>();
        var feedback = await Eventually.GetAsync<JsonNode>(async () =>
            (await installation.SeenByExporterAsync(filing, id))["feedback"]
        );
        return (id, feedback);
    }

    /// <summary>Codes of the doubts of a filing, with what each expected.</summary>
    public static async Task<string[]> DoubtsAsync(
        this Installation installation,
        SampleFiling filing,
        Guid id
    ) =>
        [
            .. (
                await installation
                    .As(filing.Exporter.Bearer, installation.Intake)
                    .GetAsync($"/v1/pre-declarations/{id}/doubts")
            )
                .Expect(HttpStatusCode.OK)
                .Json["items"]!
                .AsArray()
                .Select(doubt => $"{Text(doubt!, "code")}: {Text(doubt!, "expected")}"),
        ];

    public static async Task<Guid> CaseIdAsync(this Installation installation, Guid id) =>
        (await installation.CaseOfAsync(id))["id"]!.GetValue<Guid>();

    /// <summary>Approves a filing, and waits until its exporter knows.</summary>
    public static async Task<JsonNode> GrantAsync(
        this Installation installation,
        SampleFiling filing,
        Guid id
    )
    {
        await installation.ApproveAsync(await installation.CaseIdAsync(id));
        await installation.StateBecomesAsync(filing, id, "APPROVED");
        return (await installation.SeenByExporterAsync(filing, id))["decision"]!;
    }

    /// <summary>Tries to decide a filing at the review post.</summary>
    public static async Task<ApiAnswer> TryDecideAsync(
        this Installation installation,
        Guid id,
        string decision
    ) =>
        await installation.ClaimAndActAsync(
            CaseSteps.Reviewer,
            await installation.CaseIdAsync(id),
            "decision",
            new { decision, reason = "looked at" }
        );

    /// <summary>What an exporter owes, as officers see it.</summary>
    public static async Task<JsonNode> LedgerAsync(
        this Installation installation,
        SampleFiling filing,
        string query = ""
    ) =>
        (
            await installation
                .As(Treasurer, installation.Approval)
                .GetAsync($"/v1/repayments/{filing.Exporter.Uscc}{query}")
        )
            .Expect(HttpStatusCode.OK)
            .Json;

    public static Task<ApiAnswer> PayAsync(
        this Installation installation,
        SampleFiling filing,
        Bearer officer,
        string path,
        object body
    ) =>
        installation
            .As(officer, installation.Approval)
            .PostAsync(
                $"/v1/repayments/{filing.Exporter.Uscc}/payments{path}",
                body,
                ("Idempotency-Key", Guid.CreateVersion7().ToString())
            );

    public static string Text(JsonNode node, string member) => node[member]!.GetValue<string>();

    private static void Negate(JsonNode line, params string[] members)
    {
        foreach (var member in members)
            line[member] =
                Text(line, member) is var amount
                && decimal.Parse(amount, CultureInfo.InvariantCulture) == 0
                    ? amount
                    : $"-{amount}";
    }
}
