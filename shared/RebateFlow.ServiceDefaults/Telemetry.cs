using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using RebateFlow.ServiceDefaults.Security;

namespace RebateFlow.ServiceDefaults;

internal static class Telemetry
{
    /// <summary>
    /// Traces, metrics and logs by OTLP when OTEL_EXPORTER_OTLP_ENDPOINT is set; sampling by the
    /// standard OTEL_TRACES_SAMPLER. Without an endpoint nothing is collected.
    /// </summary>
    public static void AddTelemetry(this WebApplicationBuilder builder, string service)
    {
        foreach (var noisy in new[] { "Microsoft", "MassTransit", "Npgsql", "System.Net.Http" })
            builder.Logging.AddFilter(noisy, LogLevel.Warning);
        // A form token that is old or made up is the sender's fault, and answered with 400.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Critical);
        builder.Logging.AddFilter(SecurityLog.Category, LogLevel.Information);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            return;

        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeScopes = true;
            logging.IncludeFormattedMessage = true;
        });
        builder
            .Services.AddOpenTelemetry()
            .ConfigureResource(resource =>
            {
                // The process that started the service, such as a dashboard, may have named it
                // already.
                if (string.IsNullOrEmpty(builder.Configuration["OTEL_SERVICE_NAME"]))
                    resource.AddService($"rebateflow-{service}");
            })
            .WithTracing(tracing =>
                tracing
                    .AddSource("RebateFlow.*", "MassTransit")
                    .AddAspNetCoreInstrumentation(options =>
                        options.Filter = http => !http.Request.Path.StartsWithSegments("/health")
                    )
                    .AddHttpClientInstrumentation()
                    .AddNpgsql()
            )
            .WithMetrics(metrics =>
                metrics
                    .AddMeter("RebateFlow.*", "MassTransit", "Npgsql")
                    .AddAspNetCoreInstrumentation()
                    .AddHttpClientInstrumentation()
                    .AddRuntimeInstrumentation()
            )
            .UseOtlpExporter();
    }
}
