using Microsoft.Extensions.Options;
using Npgsql;
using RebateFlow.Intake.Events;
using RebateFlow.Intake.Reference;
using RebateFlow.Messaging.Outbox;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Rechecks;

/// <summary>Registers what compares live filings again.</summary>
public static class RecheckServices
{
    public static void AddRechecks(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<RecheckSettings>(builder.Configuration.GetSection("Rechecks"));
        builder.Services.AddSingleton<StaleChecks>();
        builder.Services.AddSingleton<CheckFollowers>();
        builder.Services.AddHostedService(services => new RecheckFilings(
            services.GetRequiredService<NpgsqlDataSource>(),
            services.GetRequiredService<Outbox>(),
            (
                services.GetRequiredService<StaleChecks>(),
                services.GetRequiredService<ReferenceSnapshots>(),
                services.GetRequiredService<FilingNotifier>()
            ),
            services.GetRequiredService<IOptions<RecheckSettings>>(),
            services.GetRequiredService<AuthorityClock>(),
            services.GetRequiredService<ILogger<RecheckFilings>>()
        ));
    }
}
