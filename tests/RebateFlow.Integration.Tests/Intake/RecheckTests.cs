using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Intake;

/// <summary>Two feeds bring what a filing waits for, and both ask for its check.</summary>
public sealed class RecheckTests(SharedInstallation shared)
{
    [Fact]
    public async Task A_check_that_waited_for_another_one_does_not_hand_in_anew()
    {
        var installation = await shared.GetAsync();
        var filing = shared.NewFiling();
        await installation.FeedReferenceAsync(filing.Exporter);
        var id = await installation.SubmitAsync(filing);
        await installation.StateBecomesAsync(filing, id, "AWAITING_DATA");
        var database = installation.Intake.Database;

        // The other check has cleared the filing and is about to commit.
        await using var connection = await database.Direct.OpenConnectionAsync();
        await using var other = await connection.BeginTransactionAsync();
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = $"""
                UPDATE pre_declaration SET state = 'CLEARED' WHERE id = '{id}';
                DELETE FROM awaited_information WHERE pre_declaration_id = '{id}'
                """;
            await command.ExecuteNonQueryAsync();
        }
        await installation.FeedVouchersAsync(filing);
        await Eventually.HoldsAsync(async () =>
            await database.CountAsync(
                "pg_stat_activity WHERE datname = current_database() "
                    + "AND wait_event_type = 'Lock' AND query LIKE '%FOR NO KEY UPDATE OF p%'"
            ) > 0
        );
        await other.CommitAsync();

        // It comes after those of the feeds.
        var message = await installation.PublishAsync(
            "rebateflow.intake.pre-declaration-submitted.v1",
            new
            {
                preDeclarationId = id,
                attemptNo = 1,
                submittedAt = TestClock.Start,
            }
        );
        await installation.Intake.IsDoneWithAsync(message);

        var seen = await installation.SeenByExporterAsync(filing, id);
        Assert.Equal(1, seen["attemptNo"]!.GetValue<int>());
    }
}
