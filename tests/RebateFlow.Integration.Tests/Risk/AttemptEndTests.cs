using RebateFlow.Contracts.Intake;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Risk;

/// <summary>Risk knows which filings are live, and how the others ended.</summary>
public sealed class AttemptEndTests(SharedInstallation shared)
{
    [Theory]
    [InlineData("APPROVED")]
    [InlineData("REJECTED")]
    [InlineData("RETURNED")]
    public async Task A_decision_ends_a_filing_and_its_next_attempt_makes_it_live_again(string how)
    {
        var installation = await shared.GetAsync();
        var filing = RiskSteps.Cleared("91120116MA99END01X");
        await installation.ClearAsync(filing);
        Assert.True(await IsLiveAsync(installation, filing.PreDeclarationId));

        await installation.DecideAsync(filing, how);

        Assert.False(await IsLiveAsync(installation, filing.PreDeclarationId));
        Assert.Equal($"1 {how} STANDARD", await EndsAsync(installation, filing.PreDeclarationId));
        await installation.ClearAsync(filing with { AttemptNo = 2 });
        Assert.True(await IsLiveAsync(installation, filing.PreDeclarationId));
    }

    [Fact]
    public async Task Money_approved_later_is_the_same_approval_and_is_counted_once()
    {
        var installation = await shared.GetAsync();
        var filing = RiskSteps.Cleared("91120116MA99END05X");
        await installation.ClearAsync(filing);
        var id = filing.PreDeclarationId;
        await WatchCountingAsync(installation);

        // The newer total overtakes the older one.
        await installation.DecideAsync(filing, "APPROVED", (900m, TestClock.Start.AddDays(2)));
        await installation.DecideAsync(filing, "APPROVED", (700m, TestClock.Start.AddDays(1)));
        Assert.Equal("900.00", await ApprovedAsync(installation, id));
        await installation.DecideAsync(filing, "APPROVED", (1000m, TestClock.Start.AddDays(3)));

        Assert.Equal("1000.00", await ApprovedAsync(installation, id));
        Assert.Equal("1 APPROVED STANDARD", await EndsAsync(installation, id));
        Assert.Equal(1L, await CountedAsync(installation, id));
    }

    [Fact]
    public async Task A_withdrawal_that_overtakes_the_filing_keeps_it_from_becoming_live()
    {
        var installation = await shared.GetAsync();
        var filing = RiskSteps.Cleared("91120116MA99END02X", attemptNo: 2);

        await WithdrawAsync(installation, filing, "WAIVER");
        await installation.ClearAsync(filing);

        Assert.False(await IsLiveAsync(installation, filing.PreDeclarationId));
        Assert.Equal("2 WITHDRAWN_WAIVER ", await EndsAsync(installation, filing.PreDeclarationId));
    }

    [Fact]
    public async Task The_end_of_an_older_attempt_leaves_the_newer_one_live()
    {
        var installation = await shared.GetAsync();
        var filing = RiskSteps.Cleared("91120116MA99END03X", attemptNo: 3);
        await installation.ClearAsync(filing);

        await installation.DecideAsync(filing with { AttemptNo = 2 }, "RETURNED");

        Assert.True(await IsLiveAsync(installation, filing.PreDeclarationId));
    }

    [Fact]
    public async Task A_withdrawal_that_crosses_a_decision_is_kept_beside_it()
    {
        var installation = await shared.GetAsync();
        var filing = RiskSteps.Cleared("91120116MA99END04X");
        await installation.ClearAsync(filing);

        await installation.DecideAsync(filing, "APPROVED");
        await WithdrawAsync(installation, filing, "ERROR");

        Assert.Equal(
            "1 APPROVED STANDARD, 1 WITHDRAWN_ERROR ",
            await EndsAsync(installation, filing.PreDeclarationId)
        );
    }

    private static async Task WithdrawAsync(
        Installation installation,
        Filing filing,
        string kind
    ) =>
        await installation.Risk.IsDoneWithAsync(
            await installation.PublishAsync(
                "rebateflow.intake.pre-declaration-withdrawn.v1",
                new PreDeclarationWithdrawn
                {
                    PreDeclarationId = filing.PreDeclarationId,
                    AttemptNo = filing.AttemptNo,
                    Kind = kind,
                    Reason = "",
                    WithdrawnAt = TestClock.Start,
                }
            )
        );

    private static Task<bool> IsLiveAsync(Installation installation, Guid id) =>
        installation.Risk.Database.QueryAsync<bool>(
            $"SELECT is_live FROM filing WHERE pre_declaration_id = '{id}'"
        );

    private static Task<string> ApprovedAsync(Installation installation, Guid id) =>
        installation.Risk.Database.QueryAsync<string>(
            $"SELECT approved_rebate_cny::text FROM attempt_end WHERE pre_declaration_id = '{id}'"
        );

    /// <summary>
    /// What is to be counted is folded and gone soon: a trigger of the test notes it.
    /// </summary>
    private static Task WatchCountingAsync(Installation installation) =>
        installation.Risk.Database.ExecuteAsync(
            """
            CREATE TABLE IF NOT EXISTS outcome_seen (pre_declaration_id uuid);
            CREATE OR REPLACE FUNCTION see_outcome() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN INSERT INTO outcome_seen VALUES (NEW.pre_declaration_id); RETURN NEW; END $$;
            CREATE OR REPLACE TRIGGER see_outcome BEFORE INSERT ON outcome_due
                FOR EACH ROW EXECUTE FUNCTION see_outcome();
            """
        );

    private static Task<long> CountedAsync(Installation installation, Guid id) =>
        installation.Risk.Database.CountAsync($"outcome_seen WHERE pre_declaration_id = '{id}'");

    private static Task<string> EndsAsync(Installation installation, Guid id) =>
        installation.Risk.Database.QueryAsync<string>(
            "SELECT string_agg(attempt_no || ' ' || outcome || ' ' || channel, ', ' "
                + $"ORDER BY outcome) FROM attempt_end WHERE pre_declaration_id = '{id}'"
        );
}
