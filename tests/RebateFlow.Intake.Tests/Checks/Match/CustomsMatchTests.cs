using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Checks.Doubts;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Checks.Rates;
using RebateFlow.Primitives;

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

    [Fact]
    public void M119_refuses_another_export_date_and_reckons_by_that_of_customs()
    {
        var turn = new DateOnly(2026, 2, 6);
        var scene = Scene
            .Er()
            .WithRates(
                Samples.Rate(Samples.Code, 9m) with
                {
                    ValidTo = turn.AddDays(-1),
                },
                Samples.Rate(Samples.Code, 0m, flag: SpecialFlag.DomesticSale) with
                {
                    ValidFrom = turn,
                }
            )
            .WithPurchase(l => l with { RebateRate = 9m, RebatableTax = 9_000m })
            .WithCustoms(c => c with { ExportDate = turn });

        Assert.Equal(["R302", "M119"], scene.Codes().OrderDescending());
        var doubt = scene.Raises("M119");
        doubt.Is("export", "0001", "exportDate", "2026-02-05", "2026-02-06");
        Assert.Equal(PassableBy.None, doubt.PassableBy);
        Assert.Equal(FeedbackOutcome.Blocked, scene.Run().Outcome);
        Assert.Equal(0m, scene.Run().Rebate.RebateDueCny);
    }

    [Theory]
    [InlineData("2025-12-31", "R307", false)]
    [InlineData("2026-01-31", "R307", true)]
    public void Time_limits_and_policy_go_by_the_date_of_customs(
        string booked,
        string code,
        bool isRaised
    )
    {
        var day = DateOnly.Parse(booked, System.Globalization.CultureInfo.InvariantCulture);
        var scene = Scene.Er().WithCustoms(c => c with { ExportDate = day }) with
        {
            Today = new DateOnly(2029, 2, 1),
        };
        Assert.Equal(isRaised, scene.Codes().Contains(code));
    }

    [Fact]
    public void The_exchange_rate_is_that_of_the_month_of_customs()
    {
        Assert.True(Period.TryParse("202601", out var january));
        Assert.True(Period.TryParse("202602", out var february));
        var scene = Scene
            .Ecr()
            .WithExport(l => l with { FobCny = null })
            .WithCustoms(c => c with { ExportDate = new DateOnly(2026, 1, 31) })
            .WithInfo(i =>
                i with
                {
                    ExchangeRates = new ExchangeRates([
                        new ExchangeRateRow("USD", january, 6.5m),
                        new ExchangeRateRow("USD", february, 7m),
                    ]),
                }
            );
        Assert.Equal(104_000m, scene.Run().Rebate.Summary!.EcrSalesCny);
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
