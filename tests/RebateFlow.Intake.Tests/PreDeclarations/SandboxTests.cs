using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Checks.PreDeclarations;
using RebateFlow.Intake.Sandbox;

namespace RebateFlow.Intake.Tests.PreDeclarations;

public sealed class SandboxTests
{
    [Theory]
    [InlineData("SANDBOX-REJECTED-17", SandboxScenario.Rejected)]
    [InlineData("sandbox-held", SandboxScenario.Held)]
    [InlineData("SANDBOX-NONSENSE-1", SandboxScenario.Approved)]
    [InlineData("INV-2026-1", SandboxScenario.Approved)]
    [InlineData(null, SandboxScenario.Approved)]
    public void The_reference_names_the_scenario(string? reference, SandboxScenario scenario) =>
        Assert.Equal(
            scenario,
            SandboxScript.ScenarioOf(
                Scene.Er().WithExport(line => line with { ExportInvoiceNo = reference }).Filing
            )
        );

    [Theory]
    [InlineData(SandboxScenario.Green, "")]
    [InlineData(SandboxScenario.Approved, "")]
    [InlineData(SandboxScenario.Enhanced, "")]
    [InlineData(SandboxScenario.Held, "")]
    [InlineData(SandboxScenario.Returned, "")]
    [InlineData(SandboxScenario.Rejected, "")]
    [InlineData(SandboxScenario.Passable, "M105")]
    [InlineData(SandboxScenario.Blocked, "M104")]
    [InlineData(SandboxScenario.Waiting, "M101")]
    public void The_real_checks_say_of_a_right_filing_what_the_scenario_wants(
        SandboxScenario scenario,
        string codes
    )
    {
        Assert.Equal(codes, Codes(Scene.Er(), scenario, hasArrived: false));
        Assert.Equal(codes, Codes(Scene.Ecr(), scenario, hasArrived: false));
    }

    [Fact]
    public void What_is_waited_for_arrives()
    {
        Assert.Equal("", Codes(Scene.Er(), SandboxScenario.Waiting, hasArrived: true));
        Assert.Equal("", Codes(Samples.Processing(), SandboxScenario.Waiting, hasArrived: true));
    }

    [Fact]
    public void A_zero_filing_is_blocked_and_waits_by_its_vat_return()
    {
        var zero = Scene.Ecr().With(filing => filing with { ExportLines = [] });

        Assert.Equal("R316", Codes(zero, SandboxScenario.Blocked, hasArrived: false));
        Assert.Equal("R317", Codes(zero, SandboxScenario.Waiting, hasArrived: false));
    }

    [Fact]
    public void Faults_of_a_filing_are_found_in_the_sandbox_too() =>
        Assert.Equal(
            "F004",
            Codes(
                Scene.Er().WithExport(line => line with { LineNo = "0007" }),
                SandboxScenario.Approved,
                hasArrived: false
            )
        );

    [Theory]
    [InlineData(SandboxScenario.Green, PreDeclarationState.Approved)]
    [InlineData(SandboxScenario.Enhanced, PreDeclarationState.Approved)]
    [InlineData(SandboxScenario.Waiting, PreDeclarationState.Approved)]
    [InlineData(SandboxScenario.Returned, PreDeclarationState.Returned)]
    [InlineData(SandboxScenario.Rejected, PreDeclarationState.Rejected)]
    [InlineData(SandboxScenario.Held, PreDeclarationState.Held)]
    public void Every_script_ends(SandboxScenario scenario, PreDeclarationState end)
    {
        var steps = Enumerable
            .Range(1, 20)
            .Select(reads => SandboxScript.After(scenario, reads))
            .TakeWhile(step => step is not null)
            .ToList();

        Assert.Equal(end, steps[^1]!.State);
        Assert.InRange(steps.Count, 1, 5);
    }

    private static string Codes(Scene scene, SandboxScenario scenario, bool hasArrived)
    {
        var world = SandboxWorld.Of(
            scene.Filing,
            scenario,
            hasArrived,
            (scene.Info.Rates, scene.Info.ExchangeRates),
            scene.Info.Reference
        );
        var outcome = PreDeclarationCheck.Run(scene.Filing, world, scene.Today);
        return string.Join(' ', outcome.Doubts.Select(doubt => doubt.Code));
    }
}
