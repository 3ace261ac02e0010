using System.Text.Unicode;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using RebateFlow.Identity;
using RebateFlow.Identity.Accounts;
using RebateFlow.Identity.Demo;
using RebateFlow.Identity.SignIn;
using RebateFlow.Identity.Storage;
using RebateFlow.Identity.Tokens;

var builder = WebApplication.CreateBuilder(args);
var settings =
    builder.Configuration.GetSection(IdentitySettings.Section).Get<IdentitySettings>()
    ?? new IdentitySettings();
var connectionString =
    builder.Configuration.GetConnectionString("Database")
    ?? throw new InvalidOperationException("ConnectionStrings:Database is not set.");

builder.AddDoors(settings);
builder.AddTokenServer(settings);
builder.Services.AddDbContextPool<IdentityDatabase>(db => db.UseNpgsql(connectionString));
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
builder.Services.AddScoped<PasswordCheck>();
builder.Services.AddScoped<DemoAccess>();
builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("postgresql");
builder.Services.AddHostedService<PruneExpired>();
builder.Services.AddWebEncoders(web => web.TextEncoderSettings = new(UnicodeRanges.All));
builder.Services.AddRazorPages();

var app = builder.Build();
app.UseRateLimiter();
app.UseAuthentication();
app.UseAuthorization();
app.UseAntiforgery();
app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false })
    .AllowAnonymous();
app.MapHealthChecks("/health/ready").AllowAnonymous();
app.MapRazorPages().AllowAnonymous().RequireRateLimiting(Doors.SignIn);
IssueToken.Map(app);
Authorize.Map(app);

await Schema.MigrateAsync(connectionString, CancellationToken.None);
await FirstAccess.PutAsync(app, settings, CancellationToken.None);
await app.RunAsync();

public partial class Program;
