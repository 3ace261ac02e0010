using RebateFlow.Approval.Audit;
using RebateFlow.Approval.Calendars;
using RebateFlow.Approval.Cases;
using RebateFlow.Approval.Channels;
using RebateFlow.Approval.Enrolments;
using RebateFlow.Approval.Policies;
using RebateFlow.Approval.Requests;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval;

public static class ApprovalServices
{
    /// <summary>Policy: officers, who see their own authority's trails, and auditors.</summary>
    public const string AuditReaders = "approval.audit-readers";

    public static void AddApproval(this WebApplicationBuilder builder)
    {
        var zoneId = builder.Configuration["Authority:TimeZone"] ?? "Asia/Shanghai";
        var services = builder.Services;
        services.AddSingleton(provider => new AuthorityZone(
            provider.GetRequiredService<TimeProvider>(),
            zoneId
        ));
        services.AddSingleton<ReferenceCache>();
        services.AddSingleton<DailySeeds>();
        services.AddSingleton<OnceOnly>();
        services.AddSingleton<CaseActions>();
        services.AddSingleton<EnrolmentActions>();
        services.AddSingleton<PolicyActions>();
        services.AddHostedService<ForgetOldKeys>();
        services.AddHostedService<TakeAnchors>();
        services
            .AddAuthorizationBuilder()
            .AddPolicy(
                ApplyForEnrolment.Applicants,
                policy =>
                    policy.RequireRole(
                        Roles.Exporter,
                        Roles.OfficerReview,
                        Roles.OfficerRereview,
                        Roles.OfficerApproval,
                        Roles.OfficerEvaluation
                    )
            )
            .AddPolicy(
                AuditReaders,
                policy =>
                    policy.RequireRole(
                        Roles.OfficerReview,
                        Roles.OfficerRereview,
                        Roles.OfficerApproval,
                        Roles.OfficerEvaluation,
                        Roles.Auditor
                    )
            );
    }
}
