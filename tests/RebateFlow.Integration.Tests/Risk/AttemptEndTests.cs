using RebateFlow.Contracts.Intake;

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

    private static Task<string> EndsAsync(Installation installation, Guid id) =>
        installation.Risk.Database.QueryAsync<string>(
            "SELECT string_agg(attempt_no || ' ' || outcome || ' ' || channel, ', ' "
                + $"ORDER BY outcome) FROM attempt_end WHERE pre_declaration_id = '{id}'"
        );
}
