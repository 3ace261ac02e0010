namespace RebateFlow.Intake.Tests.Checks.Form;

/// <summary>The period against the calendar and the export dates.</summary>
public sealed class PeriodFormTests
{
    [Theory]
    [InlineData("202604", true)]
    [InlineData("202605", false)]
    [InlineData("209912", false)]
    public void F023_refuses_a_month_that_has_not_begun(string period, bool hasBegun)
    {
        Scene[] scenes = [In(Scene.Er(), period), In(Scene.Ecr(), period)];
        foreach (var scene in scenes)
        {
            if (hasBegun)
                scene.DoesNotRaise("F023");
            else
                scene.Raises("F023").Is("header", "", "period", period, "202604");
        }
    }

    [Theory]
    [InlineData("ER", "200001", "202603")]
    [InlineData("ER", "202601", "202603")]
    [InlineData("ER", "202602", "202603")]
    [InlineData("ER", "202603", null)]
    [InlineData("ER", "202604", null)]
    [InlineData("ECR", "202601", "202602")]
    [InlineData("ECR", "202602", null)]
    [InlineData("ECR", "202603", null)]
    [InlineData("ER", "202613", null)]
    public void F024_refuses_a_period_before_that_of_the_export(
        string method,
        string period,
        string? first
    )
    {
        var scene = In(method == "ER" ? Scene.Er() : Scene.Ecr(), period);
        if (first is null)
            scene.DoesNotRaise("F024");
        else
            scene.Raises("F024").Is("export", "0001", "period", period, first);
    }

    [Fact]
    public void F024_goes_by_the_date_of_customs()
    {
        var later = Scene.Er().WithCustoms(c => c with { ExportDate = new DateOnly(2026, 3, 1) });
        later.Raises("F024").Is("export", "0001", "period", "202603", "202604");
        var turn = Scene
            .Er()
            .WithExport(l => l with { ExportDate = new DateOnly(2025, 12, 31) })
            .WithCustoms(c => c with { ExportDate = new DateOnly(2025, 12, 31) });
        In(turn, "202512").Raises("F024").Is("export", "0001", "period", "202512", "202601");
        In(turn, "202601").DoesNotRaise("F024");
    }

    [Fact]
    public void F024_is_dated_data()
    {
        var sameMonth = In(Scene.Er(), "202602")
            .WithInfo(i =>
                i with
                {
                    Reference = i.Reference.With(
                        [],
                        [("er_first_period_months", new DateOnly(2026, 4, 1), 0m)],
                        [],
                        []
                    ),
                }
            );
        sameMonth.DoesNotRaise("F024");
        (sameMonth with { Today = new DateOnly(2026, 3, 31) }).Raises("F024");
    }

    private static Scene In(Scene scene, string period) =>
        scene.With(f => f with { Period = period });
}
