using System.Net;
using Microsoft.Extensions.Options;
using RebateFlow.Intake.Events;
using RebateFlow.Intake.Receipts;
using RebateFlow.Intake.Webhooks;

namespace RebateFlow.Intake;

/// <summary>What an exporter's own system listens to: registrations and endpoints.</summary>
public static class ListeningServices
{
    /// <summary>Registers it.</summary>
    public static void AddListening(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services
            .AddOptions<ReceiptSettings>()
            .Bind(builder.Configuration.GetSection(ReceiptSettings.Section));
        services.AddSingleton(provider =>
            ReceiptKeys.Load(
                provider.GetRequiredService<IOptions<ReceiptSettings>>().Value,
                builder.Environment.IsDevelopment()
            )
        );
        services.AddSingleton<ReceiptService>();
        services
            .AddOptions<ListeningSettings>()
            .Bind(builder.Configuration.GetSection(ListeningSettings.Section));
        services.AddSingleton<FilingStreams>();
        services.AddHostedService(provider => provider.GetRequiredService<FilingStreams>());
        services.AddHostedService<DropOldEvents>();
        services.AddSingleton<FilingNotifier>();
        services
            .AddOptions<WebhookSettings>()
            .Bind(builder.Configuration.GetSection(WebhookSettings.Section))
            .Validate(
                settings => !settings.AllowLoopback || !builder.Environment.IsProduction(),
                "Webhooks:AllowLoopback is for development and must not be set in Production."
            )
            .ValidateOnStart();
        services.AddSingleton<TargetLookup>(Dns.GetHostAddressesAsync);
        services.AddSingleton<TargetGuard>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<WebhookDispatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<WebhookDispatcher>());
        services.AddHostedService<DropOldDeliveries>();
    }

    /// <summary>Maps its endpoints. Throws when there is no key to sign receipts with.</summary>
    public static void MapListening(this WebApplication app)
    {
        app.Services.GetRequiredService<ReceiptKeys>();
        GetReceipt.Map(app);
        GetReceiptKeys.Map(app);
        DeclareFormally.Map(app);
        StreamEvents.Map(app);
        ManageWebhooks.Map(app);
        Deliveries.Map(app);
    }
}
