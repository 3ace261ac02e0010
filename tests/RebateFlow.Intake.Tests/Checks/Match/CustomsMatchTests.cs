using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Checks.Information;

namespace RebateFlow.Intake.Tests.Checks.Match;

public sealed class CustomsMatchTests
{
    private const string Agent = "91120111MA91GHF2XT";
    private const string CertificateNo = "12010020260000000101";

    [Fact]
    public void M101_waits_for_a_customs_line_without_data()
    {
        var scene = Scene
            .Er()
            .WithInfo(i => i with { CustomsLines = new Dictionary<string, CustomsRecord>() });
        scene
            .OnlyRaises("M101")
            .Is("export", "0001", "customsDeclarationLineNo", Samples.CustomsLine, "");
        var outcome = scene.Run();
        Assert.Equal(FeedbackOutcome.AwaitingData, outcome.Outcome);
        Assert.Equal(
            [new AwaitedInformation("customs-declarations", Samples.CustomsLine)],
            outcome.Awaited
        );
    }

    [Fact]
    public void M102_refuses_goods_that_another_exporter_declared() =>
        Scene
            .Er()
            .WithCustoms(c => c with { ConsignorUscc = Agent })
            .OnlyRaises("M102")
            .Is("export", "0001", "customsDeclarationLineNo", Samples.Declarant, Agent);

    [Fact]
    public void M102_allows_an_agent_who_certified_the_line_to_the_declarant()
    {
        Certified(Samples.Declarant, Samples.CustomsLine).IsClean();
        Certified(Agent, Samples.CustomsLine).OnlyRaises("M102");
        Certified(Samples.Declarant, "022020260000010001002").OnlyRaises("M102");
    }

    [Theory]
    [InlineData("0214", "EXEMPT")]
    [InlineData("2600", "NONE")]
    public void M108_refuses_a_trade_mode_that_earns_no_rebate(string mode, string treatment) =>
        Scene
            .Er()
            .WithCustoms(c => c with { TradeMode = mode })
            .OnlyRaises("M108")
            .Is("export", "0001", "customsDeclarationLineNo", mode, treatment);

    [Theory]
    [InlineData("0110")]
    [InlineData("9810")]
    [InlineData("1300")]
    [InlineData("9999")]
    public void M108_lets_other_trade_modes_pass(string mode) =>
        Scene.Er().WithCustoms(c => c with { TradeMode = mode }).DoesNotRaise("M108");

    [Fact]
    public void M109_notes_a_bonded_zone() =>
        Assert.Equal(
            FeedbackOutcome.Passable,
            Outcome(Scene.Er().WithCustoms(c => c with { ViaBondedZone = true }), "M109")
        );

    [Fact]
    public void M110_refuses_a_line_marked_as_not_rebatable() =>
        Assert.Equal(
            FeedbackOutcome.Blocked,
            Outcome(InStatus(CustomsStatus.NotRebatable), "M110")
        );

    [Theory]
    [InlineData(CustomsStatus.Returned)]
    [InlineData(CustomsStatus.Cancelled)]
    public void M111_refuses_goods_that_came_back(CustomsStatus status) =>
        Assert.Equal(FeedbackOutcome.Blocked, Outcome(InStatus(status), "M111"));

    [Fact]
    public void M111_lets_the_offset_of_returned_goods_pass() =>
        InStatus(CustomsStatus.Returned)
            .WithExport(l => l with { Quantity = -1_000m, FobUsd = -16_000m })
            .DoesNotRaise("M111");

    [Fact]
    public void M112_notes_an_amended_declaration() =>
        Assert.Equal(FeedbackOutcome.Passable, Outcome(InStatus(CustomsStatus.Amended), "M112"));

    [Fact]
    public void M114_waits_for_a_certificate_without_data()
    {
        var scene = Scene
            .Er()
            .WithCustoms(c => c with { ConsignorUscc = Agent })
            .WithExport(l => l with { AgencyCertificateNo = CertificateNo });
        scene.OnlyRaises("M114").Is("export", "0001", "agencyCertificateNo", CertificateNo, "");
        Assert.Equal(
            [new AwaitedInformation("agency-certificates", CertificateNo)],
            scene.Run().Awaited
        );
    }

    private static Scene InStatus(CustomsStatus status) =>
        Scene.Er().WithCustoms(c => c with { Status = status });

    private static FeedbackOutcome Outcome(Scene scene, string code)
    {
        scene.OnlyRaises(code);
        return scene.Run().Outcome;
    }

    private static Scene Certified(string principal, string customsLine) =>
        Scene
            .Er()
            .WithCustoms(c => c with { ConsignorUscc = Agent })
            .WithExport(l => l with { AgencyCertificateNo = CertificateNo })
            .WithInfo(i =>
                i with
                {
                    AgencyCertificates = new Dictionary<string, AgencyCertificateRecord>
                    {
                        [CertificateNo] = new()
                        {
                            CertificateNo = CertificateNo,
                            PrincipalUscc = principal,
                            CustomsDeclarationLineNo = customsLine,
                        },
                    },
                }
            );
}
