using Microsoft.AspNetCore.Http.HttpResults;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Webhooks;

/// <summary>Refusals that the endpoints of webhooks have alike.</summary>
internal static class WebhookRefusals
{
    public static ProblemHttpResult Unknown(HttpContext http) =>
        Problem.Of(
            http,
            Problems.UnknownWebhook,
            "请核对编号。",
            "Check the id; only your own webhooks can be reached."
        );

    public static ProblemHttpResult UnknownDelivery(HttpContext http) =>
        Problem.Of(
            http,
            Problems.UnknownDelivery,
            "请核对编号；投递记录保留30天。",
            "Check the number; deliveries stay in the log for 30 days."
        );

    public static ProblemHttpResult Disabled(HttpContext http) =>
        Problem.Of(
            http,
            Problems.WebhookDisabled,
            "请先以 PUT 将 isActive 设为 true。",
            "Set isActive to true with PUT first."
        );

    public static ProblemHttpResult NoEnterprise(HttpContext http) =>
        Problem.Of(
            http,
            Problems.ForeignExporter,
            "令牌须属于某一企业。",
            "The token must belong to an enterprise."
        );

    public static ProblemHttpResult NoVersion(HttpContext http) =>
        Problem.Of(
            http,
            EntityTag.Missing,
            "请先读取，并以 If-Match 带上其 ETag。",
            "Read it first and send its ETag as If-Match."
        );

    public static ProblemHttpResult Stale(HttpContext http) =>
        Problem.Of(http, EntityTag.Stale, "请重新读取后再改。", "Read it again, then change it.");
}
