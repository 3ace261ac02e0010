using System.Reflection;
using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Checks.Doubts;
using RebateFlow.Intake.Checks.Form;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Checks.Match;
using RebateFlow.Intake.Checks.Rule;

namespace RebateFlow.Intake.Tests.Checks;

/// <summary>The lists of checks as wholes.</summary>
public sealed class CheckListTests
{
    /// <summary>
    /// Codes that belong to packages, to another service, or to no check of this round.
    /// </summary>
    internal static readonly string[] Elsewhere = ["F015", "F016"];

    private static IReadOnlyList<Delegate> All =>
        [
            .. FormChecks.Header,
            .. FormChecks.Export,
            .. FormChecks.Purchase,
            .. FormChecks.Association,
            .. MatchChecks.Export,
            .. MatchChecks.Purchase,
            .. MatchChecks.Association,
            .. RuleChecks.Header,
            .. RuleChecks.Export,
            .. RuleChecks.Purchase,
            .. RuleChecks.Summary,
        ];

    [Fact]
    public void Every_check_is_found_by_its_code_in_the_catalogue()
    {
        foreach (var check in All)
            Assert.Contains(check.Method.Name[..4], DoubtCatalogue.Embedded.Codes);
    }

    [Fact]
    public void Every_code_of_the_catalogue_that_is_ours_has_a_check()
    {
        var checkedCodes = All.Select(c => c.Method.Name[..4]).ToHashSet();
        var ours = DoubtCatalogue.Embedded.Codes.Where(c => c[0] != 'K').Except(Elsewhere);
        Assert.Empty(ours.Except(checkedCodes));
    }

    [Fact]
    public void No_check_function_was_left_out_of_the_lists()
    {
        var written = typeof(PreDeclarationCheck)
            .Assembly.GetTypes()
            .Where(t => t.Namespace?.StartsWith("RebateFlow.Intake.Checks.", Ordinal) ?? false)
            .SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.Public))
            .Where(m => m.Name.Length > 5 && m.Name[4] == '_');
        Assert.Empty(written.Except(All.Select(c => c.Method)));
    }

    [Fact]
    public void A_right_filing_of_either_method_is_clean()
    {
        foreach (var scene in new[] { Scene.Er(), Scene.Ecr(), Samples.Processing() })
        {
            var outcome = scene.Run();
            Assert.Empty(outcome.Doubts);
            Assert.Equal(FeedbackOutcome.Clean, outcome.Outcome);
            Assert.Empty(outcome.Awaited);
            Assert.NotNull(outcome.Content);
        }
    }

    [Fact]
    public void All_doubts_come_at_once_in_form_order_and_numbered()
    {
        var doubts = Scene
            .Er()
            .With(f => f with { Period = "2026" })
            .WithEnterprise(e => e with { Suspended = true })
            .WithExport(l => l with { LineNo = "0009", CommodityName = "车灯", FobUsd = 1m })
            .WithPurchase(l => l with { Quantity = 10m, RebatableTax = 1m })
            .WithInvoice(v => v with { Certified = false })
            .Run()
            .Doubts;
        Assert.Equal(
            ["F002", "R311", "F004", "M105", "M107", "F014", "M202", "M211"],
            doubts.Select(d => d.Code)
        );
        Assert.Equal(
            [
                "header",
                "header",
                "export",
                "export",
                "export",
                "purchase",
                "purchase",
                "association",
            ],
            doubts.Select(d => d.Form)
        );
        Assert.Equal(Enumerable.Range(1, 8), doubts.Select(d => d.DoubtNo));
    }

    [Fact]
    public void One_wrong_line_beside_missing_data_blocks_the_filing() =>
        Assert.Equal(
            FeedbackOutcome.Blocked,
            Scene
                .Er()
                .WithInfo(i => i with { Invoices = new Dictionary<string, InvoiceRecord>() })
                .WithPurchase(l => l with { RebatableTax = 1m })
                .Run()
                .Outcome
        );

    [Fact]
    public void Missing_data_beside_a_passable_doubt_waits() =>
        Assert.Equal(
            FeedbackOutcome.AwaitingData,
            Scene
                .Er()
                .WithInfo(i => i with { Invoices = new Dictionary<string, InvoiceRecord>() })
                .WithExport(l => l with { CommodityName = "车灯" })
                .Run()
                .Outcome
        );

    [Fact]
    public void Missing_data_are_listed_once()
    {
        var scene = Scene
            .Er()
            .AddPurchase(l => l)
            .WithInfo(i => i with { Invoices = new Dictionary<string, InvoiceRecord>() });
        Assert.Equal(2, scene.Run().Doubts.Count(d => d.Code == "M201"));
        Assert.Single(scene.Run().Awaited);
    }

    [Fact]
    public void A_code_is_silent_before_its_first_day()
    {
        var notYet = new DoubtCatalogue(
            DoubtCatalogue.Embedded.Codes.Select(code =>
                DoubtCatalogue.Embedded.Find(code, Samples.Today)! with
                {
                    ValidFrom = code == "R321" ? Samples.Today.AddDays(1) : DateOnly.MinValue,
                }
            )
        );
        var scene = Scene
            .Er()
            .WithEnterprise(e => e with { Kind = EnterpriseKind.Pe })
            .WithInfo(i => i with { Reference = i.Reference with { Doubts = notYet } });
        scene.IsClean();
        (scene with { Today = Samples.Today.AddDays(1) }).OnlyRaises("R321");
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;
}
