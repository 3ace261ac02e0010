using System.Text.Unicode;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using RebateFlow.Identity;
using RebateFlow.Identity.Accounts;
using RebateFlow.Identity.Demo;
using RebateFlow.Identity.SignIn;
using RebateFlow.Identity.Storage;
using RebateFlow.Identity.Tokens;
using RebateFlow.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
var settings =
    builder.Configuration.GetSection(IdentitySettings.Section).Get<IdentitySettings>()
    ?? new IdentitySettings();

builder.AddServiceDefaults("identity", takesTokens: false);
builder.AddDatabase();
builder.AddAccessLimits(settings);
builder.AddTokenServer(settings);
builder.Services.AddDbContextPool<IdentityDatabase>(
    (services, db) => db.UseNpgsql(services.GetRequiredService<NpgsqlDataSource>())
);
builder.Services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
builder.Services.AddScoped<PasswordCheck>();
builder.Services.AddScoped<DemoAccess>();
builder.Services.AddHostedService<PruneExpired>();
builder.Services.AddWebEncoders(web => web.TextEncoderSettings = new(UnicodeRanges.All));
builder.Services.AddRazorPages();

var app = builder.Build();
app.UseServiceDefaults(takesForms: true);
app.UseAntiforgery();
app.MapRazorPages().AllowAnonymous().RequireRateLimiting(AccessLimits.SignIn);
IssueToken.Map(app);
Authorize.Map(app);

await Schema.MigrateAsync(app.Configuration, CancellationToken.None);
await FirstAccess.PutAsync(app, settings, CancellationToken.None);
await app.RunAsync();

public partial class Program;
