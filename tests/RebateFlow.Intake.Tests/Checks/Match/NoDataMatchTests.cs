using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Checks.Doubts;
using RebateFlow.Intake.Checks.Information;

namespace RebateFlow.Intake.Tests.Checks.Match;

public sealed class NoDataMatchTests
{
    [Fact]
    public void M116_takes_the_place_of_M101_once_the_form_was_filed()
    {
        var scene = WithoutCustoms(Scene.Er()).WithForm("customs-declarations", CustomsLine);

        var doubt = scene.Raises("M116");

        doubt.Is("export", "0001", "customsDeclarationLineNo", CustomsLine, "2026-04-08");
        Assert.Equal((DoubtLevel.Warning, PassableBy.Reviewer), (doubt.Level, doubt.PassableBy));
        scene.DoesNotRaise("M101");
        var outcome = scene.Run();
        Assert.Equal(FeedbackOutcome.Passable, outcome.Outcome);
        Assert.Empty(outcome.Awaited);
        Assert.Equal([new("customs-declarations", CustomsLine)], outcome.Late);
        Assert.Empty(outcome.Uses.CustomsLines);
        Assert.NotNull(outcome.Content);
    }

    [Fact]
    public void M116_takes_the_place_of_M201_and_M114()
    {
        WithoutInvoice(Scene.Er())
            .WithForm("vat-invoices", Samples.Invoice)
            .OnlyRaises("M116")
            .Is("purchase", "0001", "voucherNo", Samples.Invoice, "2026-04-08");
        const string certificate = "12345678901234567801";
        Scene
            .Er()
            .WithExport(line => line with { AgencyCertificateNo = certificate })
            .WithForm("agency-certificates", certificate)
            .OnlyRaises("M116")
            .Is("export", "0001", "agencyCertificateNo", certificate, "2026-04-08");
    }

    [Fact]
    public void A_voucher_that_no_form_names_goes_on_waiting()
    {
        var scene = WithoutInvoice(WithoutCustoms(Scene.Er()))
            .WithForm("vat-invoices", Samples.Invoice);

        Assert.Contains("M101", scene.Codes());
        Assert.Equal(FeedbackOutcome.AwaitingData, scene.Run().Outcome);
    }

    [Fact]
    public void A_form_of_another_filing_closes_nothing() =>
        WithoutCustoms(Scene.Er())
            .WithForm("customs-declarations", CustomsLine, isOfThisFiling: false)
            .Raises("M101");

    [Fact]
    public void A_pending_cross_check_is_no_missing_voucher()
    {
        var scene = Scene
            .Er()
            .WithEnterprise(enterprise => enterprise with { EnterpriseClass = 3 })
            .WithInvoice(invoice => invoice with { CrossCheck = CrossCheck.Pending })
            .WithForm("vat-invoices", Samples.Invoice);

        scene.OnlyRaises("M214");
        Assert.Equal(FeedbackOutcome.AwaitingData, scene.Run().Outcome);
    }

    [Fact]
    public void The_dated_row_of_the_policy_period_decides_level_and_post()
    {
        var scene = WithoutCustoms(Scene.Er()).WithForm("customs-declarations", CustomsLine);
        Effect(scene, PassableBy.Officer, "V2026").Raises("M116");
        Assert.Equal(
            PassableBy.Officer,
            Effect(scene, PassableBy.Officer, "V2026").Raises("M116").PassableBy
        );
        Effect(scene, PassableBy.None, "V2026").Raises("M101");
        Assert.Equal(
            PassableBy.Reviewer,
            Effect(scene, PassableBy.None, "V2020").Raises("M116").PassableBy
        );
    }

    [Theory]
    [InlineData("2017-04-30", false)]
    [InlineData("2017-05-01", true)]
    public void A_form_filed_in_time_keeps_the_time_limit_where_late_filing_takes_it(
        string filedOn,
        bool isLate
    )
    {
        var scene = Scene
            .Er()
            .WithExport(line => line with { ExportDate = new DateOnly(2016, 3, 5) })
            .WithCustoms(customs => customs with { ExportDate = new DateOnly(2016, 3, 5) })
            .WithInfo(info =>
                info with
                {
                    NoDataForms = new Dictionary<(string, string), NoDataForm>
                    {
                        [("customs-declarations", CustomsLine)] = new(
                            DateOnly.Parse(
                                filedOn,
                                System.Globalization.CultureInfo.InvariantCulture
                            ),
                            false
                        ),
                    },
                }
            );

        Assert.Equal(isLate, scene.Codes().Contains("R306"));
    }

    [Fact]
    public void What_officers_have_is_made_for_them_even_when_it_is_blocked()
    {
        var scene = Scene.Er().WithCustoms(customs => customs with { RemainingQuantity = 10m });

        var outcome = PreDeclarationCheck.Run(
            scene.Filing,
            scene.Info,
            scene.Today,
            isForOfficers: true
        );

        Assert.Equal(FeedbackOutcome.Blocked, outcome.Outcome);
        Assert.Contains(outcome.Content!.Doubts, doubt => doubt.Code == "M104");
    }

    private static string CustomsLine => Samples.CustomsLine;

    private static Scene WithoutCustoms(Scene scene) =>
        scene.WithInfo(info =>
            info with
            {
                CustomsLines = new Dictionary<string, CustomsRecord>(),
            }
        );

    private static Scene WithoutInvoice(Scene scene) =>
        scene.WithInfo(info => info with { Invoices = new Dictionary<string, InvoiceRecord>() });

    private static Scene Effect(Scene scene, PassableBy passableBy, string period) =>
        scene.WithInfo(info =>
            info with
            {
                Reference = info.Reference.With(
                    [],
                    [],
                    [],
                    [
                        new NoDataEffect
                        {
                            Period = period,
                            Code = "M101",
                            Level = DoubtLevel.Warning,
                            PassableBy = passableBy,
                            ValidFrom = new DateOnly(2026, 1, 1),
                        },
                    ]
                ),
            }
        );
}

internal static class NoDataScenes
{
    public static Scene WithForm(
        this Scene scene,
        string feed,
        string key,
        bool isOfThisFiling = true
    ) =>
        scene.WithInfo(info =>
            info with
            {
                NoDataForms = new Dictionary<(string, string), NoDataForm>
                {
                    [(feed, key)] = new(new DateOnly(2026, 4, 8), isOfThisFiling),
                },
            }
        );
}
