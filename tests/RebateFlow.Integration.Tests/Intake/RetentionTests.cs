using Microsoft.Extensions.DependencyInjection;
using RebateFlow.Intake.Events;
using RebateFlow.Intake.Webhooks;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Intake;

/// <summary>
/// Cleaning drops what is past its time and nothing else: events after two days, deliveries thirty
/// days after they ended. That it runs every hour is not shown here.
/// </summary>
public sealed class RetentionTests(SharedInstallation shared)
{
    private static readonly DateTimeOffset Now = TestClock.Start;

    [Fact]
    public async Task Events_are_dropped_when_nobody_can_ask_for_them_any_more()
    {
        var installation = await shared.GetAsync();
        var id = Guid.CreateVersion7();
        // The clock of the tests runs on from its start: an hour is left to both sides.
        foreach (var (version, hours) in new[] { (1, 72), (2, 49), (3, 46), (4, 25), (5, 0) })
            await installation.Intake.Database.ExecuteAsync(
                $"""
                INSERT INTO filing_event (
                  pre_declaration_id, version, attempt_no, state, occurred_at)
                VALUES ('{id}', {version}, 1, 'SUBMITTED', '{Ago(hours)}')
                """
            );

        var streams = installation.Intake.Services.GetRequiredService<FilingStreams>();
        await streams.DropOldAsync(default);

        Assert.Equal(
            "3,4,5",
            await installation.Intake.Database.QueryAsync<string>(
                "SELECT string_agg(version::text, ',' ORDER BY version) FROM filing_event "
                    + $"WHERE pre_declaration_id = '{id}'"
            )
        );
    }

    [Fact]
    public async Task Deliveries_leave_the_log_thirty_days_after_they_ended()
    {
        var installation = await shared.GetAsync();
        var (hook, gone) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await AddHookAsync(installation, hook);
        const int days = 24;
        await AddAsync(installation, hook, "delivered long ago", "DELIVERED", 31 * days);
        await AddAsync(installation, hook, "failed long ago", "FAILED", 31 * days);
        await AddAsync(installation, hook, "delivered lately", "DELIVERED", 29 * days);
        await AddAsync(installation, hook, "failed lately", "FAILED", 29 * days);
        await AddAsync(installation, hook, "still to be sent", "PENDING", 90 * days);
        await AddAsync(installation, gone, "of one that is gone", "PENDING", 31 * days);
        await AddAsync(installation, gone, "of one just gone", "PENDING", 29 * days);

        var dispatcher = installation.Intake.Services.GetRequiredService<WebhookDispatcher>();
        await dispatcher.DropOldAsync(default);

        const string left = "delivered lately, failed lately, of one just gone, still to be sent";
        Assert.Equal(left, await NamesAsync("webhook_delivery"));
        // Their tries go with them.
        Assert.Equal(
            left,
            await NamesAsync("webhook_delivery JOIN webhook_try t ON t.delivery_number = number")
        );
        Assert.Equal(
            0,
            await installation.Intake.Database.CountAsync(
                "webhook_try WHERE delivery_number NOT IN (SELECT number FROM webhook_delivery)"
            )
        );

        Task<string> NamesAsync(string rows) =>
            installation.Intake.Database.QueryAsync<string>(
                $"""
                SELECT string_agg(last_fault, ', ' ORDER BY last_fault)
                FROM {rows}
                WHERE webhook_id IN ('{hook}', '{gone}')
                """
            );
    }

    private static string Ago(int hours) => Now.AddHours(-hours).ToString("O");

    /// <summary>A webhook that nothing is sent to.</summary>
    private static Task AddHookAsync(Installation installation, Guid id) =>
        installation.Intake.Database.ExecuteAsync(
            $"""
            INSERT INTO webhook (
              id, uscc, idempotency_key, request_hash, url, description, events, states, secret,
              leased_until, created_at, updated_at)
            VALUES ('{id}', 'nobody', '{id}', '', 'https://erp.example/', '', '{"{}"}', '{"{}"}',
              '', 'infinity', now(), now())
            """
        );

    private static Task AddAsync(
        Installation installation,
        Guid hook,
        string name,
        string status,
        int hoursAgo
    ) =>
        installation.Intake.Database.ExecuteAsync(
            $"""
            WITH delivery AS (
              INSERT INTO webhook_delivery (
                webhook_id, pre_declaration_id, version, attempt_no, state, occurred_at, status,
                due_at, ended_at, last_fault)
              VALUES ('{hook}', gen_random_uuid(), 1, 1, 'APPROVED', '{Ago(hoursAgo)}', '{status}',
                '{Ago(hoursAgo)}', CASE '{status}' WHEN 'PENDING' THEN NULL
                  ELSE '{Ago(hoursAgo)}'::timestamptz END, '{name}')
              RETURNING number)
            INSERT INTO webhook_try (delivery_number, try_no, tried_at, duration_ms)
            SELECT number, 1, '{Ago(hoursAgo)}', 1 FROM delivery
            """
        );
}
