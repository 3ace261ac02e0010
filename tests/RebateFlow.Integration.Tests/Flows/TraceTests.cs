using System.Net;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Flows;

/// <summary>
/// One trace tells the life of a filing, from the exporter's request over all three services to the
/// officer's decision and back.
/// </summary>
public sealed class TraceTests(SharedInstallation shared)
{
    [Fact]
    public async Task One_trace_spans_the_request_all_services_and_the_decision()
    {
        using var log = new TraceLog();
        var (installation, filing) = await shared.WithFilingAsync();
        var (traceId, header) = TraceLog.NewTrace();

        var answer = await installation
            .As(filing.Exporter.Bearer, installation.Intake)
            .PostAsync(
                "/v1/pre-declarations",
                filing.Body,
                ("Idempotency-Key", $"filing-{filing.Serial}"),
                header
            );
        var id = answer.Expect(HttpStatusCode.Accepted).Json["id"]!.GetValue<Guid>();
        var opened = await installation.CaseOfAsync(id);
        await installation.ApproveAsync(opened["id"]!.GetValue<Guid>());
        await installation.StateBecomesAsync(filing, id, "APPROVED");

        string[] stops =
        [
            "Microsoft.AspNetCore.Hosting.HttpRequestIn",
            "intake-check-pre-declaration-ordinary",
            "risk-score-pre-declaration-ordinary",
            "approval-open-case-ordinary",
            "intake-record-case-opened-ordinary",
            "decide case",
            "intake-record-decision-ordinary",
        ];
        foreach (var stop in stops)
        {
            await Eventually.HoldsAsync(
                () => log.Of(traceId).Any(span => span.DisplayName.Contains(stop)),
                what: $"{stop} in: "
                    + string.Join(", ", log.Of(traceId).Select(span => span.DisplayName).Distinct())
            );
        }
    }
}
