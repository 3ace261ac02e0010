using RebateFlow.Intake.Checking;
using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Checks.PreDeclarations;

namespace RebateFlow.Intake.Tests.PreDeclarations;

public sealed class LateInformationTests
{
    private static readonly CheckOutcome Clean = Scene.Er().Run();

    private static readonly CheckOutcome Blocked = Scene
        .Er()
        .WithCustoms(customs => customs with { RemainingQuantity = 10m })
        .Run();

    private static readonly CheckOutcome Warned = Scene
        .Er()
        .WithExport(line => line with { FobUsd = 20_000m })
        .Run();

    [Theory]
    [InlineData(PreDeclarationState.Cleared)]
    [InlineData(PreDeclarationState.UnderReview)]
    public void What_officers_have_comes_back_once_all_data_are_there(PreDeclarationState state)
    {
        Assert.True(LateInformation.IsForOfficers(state, Clean, []));
        Assert.True(LateInformation.IsForOfficers(state, Blocked, []));
    }

    [Fact]
    public void While_some_data_are_missing_officers_are_told_of_faults_alone()
    {
        AwaitedInformation[] missing = [new("customs-declarations", "1")];
        const PreDeclarationState state = PreDeclarationState.UnderReview;

        Assert.False(LateInformation.IsForOfficers(state, Clean with { Late = missing }, []));
        Assert.True(LateInformation.IsForOfficers(state, Blocked with { Late = missing }, []));
    }

    [Fact]
    public void An_approved_filing_comes_back_only_with_a_doubt_nobody_saw()
    {
        const PreDeclarationState state = PreDeclarationState.Approved;

        Assert.False(LateInformation.IsForOfficers(state, Clean, []));
        Assert.True(LateInformation.IsForOfficers(state, Warned, []));
        Assert.False(LateInformation.IsForOfficers(state, Warned, Warned.Doubts));
        Assert.True(LateInformation.IsForOfficers(state, Blocked, Warned.Doubts));
    }

    [Theory]
    [InlineData(PreDeclarationState.Rejected)]
    [InlineData(PreDeclarationState.Withdrawn)]
    public void An_end_stays_an_end(PreDeclarationState state) =>
        Assert.False(LateInformation.IsForOfficers(state, Blocked, []));
}
