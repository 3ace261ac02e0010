using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using RebateFlow.Intake.Webhooks;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Intake;

/// <summary>
/// A name that leads to the public network when it is registered and to this machine when it is
/// connected to (DNS rebinding), against a listener that would tell of any connection.
/// </summary>
public sealed class TargetGuardTests(SharedInstallation shared) : IAsyncLifetime
{
    private static readonly IPAddress Public = IPAddress.Parse("93.184.215.14");

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Names names = new();

    public ValueTask InitializeAsync()
    {
        listener.Start();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        listener.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_name_that_leads_elsewhere_by_then_is_not_connected_to()
    {
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var url = $"https://erp.example:{port}/hook";
        var settings = Options.Create(new WebhookSettings());
        var guard = new TargetGuard(names.FindAsync, settings);
        Assert.Null(await guard.CheckAsync(url, default));

        names.Addresses = [IPAddress.Loopback];
        using var sender = new WebhookSender(guard, settings, TimeProvider.System);
        var outcome = await sender.SendAsync(TargetAt(url), Delivery(), default);

        Assert.Equal("ADDRESS_NOT_PUBLIC", outcome.Fault);
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task One_private_address_among_public_ones_spoils_the_name()
    {
        names.Addresses = [Public, IPAddress.Parse("192.168.1.1")];
        var guard = new TargetGuard(names.FindAsync, Options.Create(new WebhookSettings()));

        Assert.Equal(
            TargetFault.NotPublic,
            await guard.CheckAsync("https://erp.example/", default)
        );
    }

    [Theory]
    [InlineData("http://erp.example/hook", TargetFault.NotHttps)]
    [InlineData("ftp://erp.example/hook", TargetFault.NotHttps)]
    [InlineData("/hook", TargetFault.NotHttps)]
    [InlineData("https://user:word@erp.example/", TargetFault.NotHttps)]
    [InlineData("https://erp.example/#part", TargetFault.NotHttps)]
    [InlineData("https://10.1.2.3/", TargetFault.NotPublic)]
    [InlineData("https://169.254.169.254/latest/meta-data", TargetFault.NotPublic)]
    [InlineData("https://2130706433/", TargetFault.NotPublic)]
    [InlineData("https://0x7f.1/", TargetFault.NotPublic)]
    [InlineData("https://[::1]/", TargetFault.NotPublic)]
    [InlineData("https://[::ffff:10.0.0.1]/", TargetFault.NotPublic)]
    [InlineData("https://[64:ff9b::a00:1]/", TargetFault.NotPublic)]
    [InlineData("http://localhost:9/", TargetFault.NotHttps)]
    public async Task Targets_out_of_the_public_network_are_refused(string url, TargetFault fault)
    {
        var guard = new TargetGuard(names.FindAsync, Options.Create(new WebhookSettings()));

        Assert.Equal(fault, await guard.CheckAsync(url, default));
    }

    [Fact]
    public async Task A_name_without_address_is_told_apart()
    {
        names.Addresses = [];
        var guard = new TargetGuard(names.FindAsync, Options.Create(new WebhookSettings()));

        Assert.Equal(
            TargetFault.NameUnknown,
            await guard.CheckAsync("https://nowhere.example/", default)
        );
    }

    [Fact]
    public async Task This_machine_is_a_target_only_where_a_setting_says_so_and_only_by_its_name()
    {
        var settings = Options.Create(new WebhookSettings { AllowLoopback = true });
        var guard = new TargetGuard(Dns.GetHostAddressesAsync, settings);
        Assert.Null(await guard.CheckAsync("http://127.0.0.1:9/hook", default));
        Assert.Null(await guard.CheckAsync("http://localhost:9/hook", default));

        names.Addresses = [IPAddress.Loopback];
        guard = new TargetGuard(names.FindAsync, settings);
        Assert.Equal(
            TargetFault.NotPublic,
            await guard.CheckAsync("https://erp.example/", default)
        );
    }

    [Fact]
    public async Task Production_does_not_start_where_a_setting_makes_this_machine_a_target()
    {
        var installation = await shared.GetAsync();
        await using var alone = await installation.CreateIntakeAsync();
        alone.Settings["environment"] = "Production";
        alone.Settings["Authentication:Authority"] = "https://identity.example/";
        Assert.Equal("true", alone.Settings["Webhooks:AllowLoopback"]);

        var refusal = await Assert.ThrowsAnyAsync<OptionsValidationException>(alone.StartAsync);

        Assert.Contains("Webhooks:AllowLoopback", refusal.Message, StringComparison.Ordinal);
    }

    private static LeasedWebhook TargetAt(string url) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Url = url,
            Secret = new byte[32],
        };

    private static DueDelivery Delivery() =>
        new()
        {
            Number = 1,
            PreDeclarationId = Guid.CreateVersion7(),
            Version = 2,
            AttemptNo = 1,
            State = "CLEARED",
            OccurredAt = TestClock.Start,
            Tries = 0,
        };

    private sealed class Names
    {
        public IPAddress[] Addresses { get; set; } = [Public];

        public Task<IPAddress[]> FindAsync(string host, CancellationToken cancel) =>
            Task.FromResult(Addresses);
    }
}
