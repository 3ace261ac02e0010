using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RebateFlow.ServiceDefaults.Refusals;
using RebateFlow.ServiceDefaults.Requests;
using RebateFlow.ServiceDefaults.Security;
using Scalar.AspNetCore;

namespace RebateFlow.ServiceDefaults;

/// <summary>
/// What every service has alike: telemetry, health, sign-in, problems, limits, API pages.
/// </summary>
public static class ServiceDefaults
{
    /// <summary>
    /// Largest request body of an ordinary endpoint, bytes. Feeds and imports stream beyond it.
    /// </summary>
    public const long MaximumBodyBytes = 64 * 1024 * 1024;

    /// <summary>Registers the defaults.</summary>
    /// <param name="service">
    /// Short name, such as <c>intake</c>; telemetry calls it rebateflow-intake.
    /// </param>
    /// <param name="takesTokens">
    /// Its endpoints ask for tokens of another server, which has to be named.
    /// </param>
    public static WebApplicationBuilder AddServiceDefaults(
        this WebApplicationBuilder builder,
        string service,
        bool takesTokens = true
    )
    {
        builder.AddTelemetry(service);
        builder.AddSignIn(takesTokens);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaximumBodyBytes;
        });
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        var zone = builder.Configuration[AuthorityClock.Setting];
        _ = new AuthorityClock(TimeProvider.System, zone); // A wrong zone stops the start here.
        services.AddSingleton(provider => new AuthorityClock(
            provider.GetRequiredService<TimeProvider>(),
            zone
        ));
        services.AddSingleton<EndpointPolicyGuard>();
        services.AddHostedService(provider => provider.GetRequiredService<EndpointPolicyGuard>());
        services.AddSingleton<SecurityLog>();
        services.AddSingleton<AnswerLog>();
        services.AddProblemDetails(options => options.CustomizeProblemDetails = Problem.Complete);
        services.AddExceptionHandler<FaultToProblem>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            options.SerializerOptions.RespectNullableAnnotations = true;
            options.SerializerOptions.RespectRequiredConstructorParameters = true;
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            options.SerializerOptions.MaxDepth = 16;
            options.SerializerOptions.Converters.Add(new DayConverter());
        });
        services.PostConfigure<JsonOptions>(options =>
            options.SerializerOptions.TypeInfoResolver =
                options.SerializerOptions.TypeInfoResolver?.WithAddedModifier(NullElements.Refuse)
        );
        services.AddHealthChecks().AddCheck<DatabaseHealth>("postgresql", tags: ["ready"]);
        services.AddOpenApi("v1");
        services.AddRateLimiter(limiter => AddClientLimits(limiter, builder.Configuration));
        return builder;
    }

    /// <summary>Puts the defaults into the pipeline. Call before mapping endpoints.</summary>
    /// <param name="takesForms">The service reads HTML forms.</param>
    public static WebApplication UseServiceDefaults(
        this WebApplication app,
        bool takesForms = false
    )
    {
        AnswerLog.Use(app);
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseRequestGuard(takesForms);
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.Services.GetRequiredService<EndpointPolicyGuard>().Watch(app);

        app.MapHealthChecks("/health/live", new() { Predicate = _ => false }).AllowAnonymous();
        // The broker is not asked: the outbox carries the service over its absence.
        app.MapHealthChecks(
                "/health/ready",
                new() { Predicate = check => check.Tags.Contains("ready") }
            )
            .AllowAnonymous();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.MapScalarApiReference("/docs").AllowAnonymous();
        ProblemPage.Map(app);
        return app;
    }

    private static void AddClientLimits(
        Microsoft.AspNetCore.RateLimiting.RateLimiterOptions limiter,
        ConfigurationManager configuration
    )
    {
        var perSecond = configuration.GetValue("RateLimit:RequestsPerSecond", 500);
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = (context, _) =>
        {
            context.HttpContext.Response.Headers.RetryAfter = "1";
            return ValueTask.CompletedTask;
        };
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
            RateLimitPartition.GetTokenBucketLimiter(
                http.User.FindFirst("sub")?.Value ?? "anonymous",
                _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = perSecond * 2,
                    TokensPerPeriod = Math.Max(1, perSecond / 10),
                    ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
                    AutoReplenishment = true,
                }
            )
        );
    }
}
