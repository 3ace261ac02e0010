using RebateFlow.Approval.Alarms;
using RebateFlow.Approval.Audit;
using RebateFlow.Approval.Cases;
using RebateFlow.Approval.Channels;
using RebateFlow.Approval.Checks;
using RebateFlow.Approval.Enrolments;
using RebateFlow.Approval.Officers;
using RebateFlow.Approval.Policies;
using RebateFlow.Approval.Queue;
using RebateFlow.Approval.Repayments;
using RebateFlow.Approval.Reports;
using RebateFlow.ServiceDefaults;
using RebateFlow.ServiceDefaults.Idempotency;

namespace RebateFlow.Approval;

public static class ApprovalServices
{
    public static void AddApproval(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<ReferenceCache>();
        services.AddSingleton<DailySeeds>();
        services.AddSingleton<CaseWriter>();
        services.AddSingleton<CaseBooks>();
        services.AddSingleton<RepaymentBook>();
        services.AddSingleton<PaymentActions>();
        builder.AddIdempotency(new(Problems.IdempotencyKeyMissing, Problems.IdempotencyKeyReused));
        services.AddSingleton<CaseFollowers>();
        services.AddSingleton<CaseActions>();
        services.AddSingleton<CaseQueue>();
        services.AddSingleton<OfficerRegister>();
        services.AddSingleton<OfficerServices>();
        services.AddSingleton<AbsencesChanged>();
        services.AddSingleton<CaseAssignment>();
        services.AddHostedService<TakeBackLeases>();
        services.AddSingleton<AlarmScan>();
        services.AddHostedService<RaiseAlarms>();
        services.AddSingleton<EnrolmentActions>();
        services.AddSingleton<CaseMoves>();
        services.AddSingleton<CheckBooks>();
        services.AddHostedService<MoveOnPolicy>();
        services.AddSingleton<PolicyActions>();
        services.AddHostedService<TakeAnchors>();
        services.AddHostedService<FoldReports>();
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
            .AddPolicy(NotePayments.Noters, policy => policy.RequireRole(Roles.OfficerApproval))
            .AddPolicy(
                NotePayments.Confirmers,
                policy => policy.RequireRole(Roles.OfficerApproval, Roles.OfficerRereview)
            )
            .AddPolicy(
                GetAuditTrail.Readers,
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
