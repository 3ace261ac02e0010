using RebateFlow.Approval.Calendars;
using RebateFlow.Approval.Channels;
using RebateFlow.Approval.Policies;

namespace RebateFlow.Approval;

public static class ApprovalServices
{
    public static void AddApproval(this WebApplicationBuilder builder)
    {
        var zoneId = builder.Configuration["Authority:TimeZone"] ?? "Asia/Shanghai";
        builder.Services.AddSingleton(services => new AuthorityZone(
            services.GetRequiredService<TimeProvider>(),
            zoneId
        ));
        builder.Services.AddSingleton<ReferenceCache>();
        builder.Services.AddSingleton<DailySeeds>();
    }
}
