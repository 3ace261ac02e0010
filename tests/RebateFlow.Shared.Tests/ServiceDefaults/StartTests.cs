using Microsoft.AspNetCore.Builder;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Shared.Tests.ServiceDefaults;

public sealed class StartTests
{
    [Theory]
    [InlineData("Production", null)]
    [InlineData("Production", " ")]
    [InlineData("Staging", null)]
    [InlineData("Production", "identity")]
    [InlineData("Production", "http://identity.example")]
    [InlineData("Production", "http://localhost:7000")]
    [InlineData("Development", "http://identity.example")]
    [InlineData("Development", "ftp://localhost")]
    public void A_wrong_authority_stops_the_start_and_is_named(string environment, string? setting)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Start(environment, setting));

        Assert.Contains("Authentication:Authority", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Production", "https://identity.example")]
    [InlineData("Development", "http://127.0.0.1:7000")]
    [InlineData("Development", null)]
    public void A_right_authority_starts(string environment, string? setting) =>
        Assert.Null(Record.Exception(() => Start(environment, setting)));

    private static void Start(string environment, string? authority)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { EnvironmentName = environment }
        );
        builder.Configuration["Authentication:Authority"] = authority;
        builder.AddServiceDefaults("test");
    }
}
