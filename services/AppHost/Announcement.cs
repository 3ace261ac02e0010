namespace RebateFlow.AppHost;

/// <summary>What <c>./run up</c> shows when everything stands.</summary>
public static class Announcement
{
    public static string Of(Settings settings)
    {
        var ports = settings.Ports;
        var login = settings.BrowserToken is { } token ? $"/login?t={token}" : "";
        return $"""

            RebateFlow is up.
              Identity   {Ports.Address(ports.Identity)}
              Intake     {Ports.Address(ports.Intake)}/docs
              Risk       {Ports.Address(ports.Risk)}/docs
              Approval   {Ports.Address(ports.Approval)}/docs
              Dashboard  {Ports.Address(ports.Dashboard)}{login}
              Logs       {Path.Combine(settings.StateFolder, "log")}
            Demo accounts, the secret and password of NAME being NAME-secret:
              exporter-1 to exporter-6, sandbox-erp, feed, officer-review, officer-evaluation,
              officer-rereview, officer-approval, risk-editor, risk-approver, policy-editor,
              policy-approver, auditor, operator
            Next: ./run demo

            """;
    }
}
