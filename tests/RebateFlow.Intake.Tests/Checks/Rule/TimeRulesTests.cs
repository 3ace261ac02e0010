namespace RebateFlow.Intake.Tests.Checks.Rule;

public sealed class TimeRulesTests
{
    [Fact]
    public void R306_begins_on_the_first_of_May_of_the_next_year()
    {
        OnDay(2027, 4, 30).IsClean();
        OnDay(2027, 5, 1)
            .OnlyRaises("R306")
            .Is("export", "0001", "exportDate", "2026-02-05", "2027-04-30");
    }

    [Fact]
    public void R307_begins_after_36_months_and_replaces_R306()
    {
        OnDay(2029, 2, 5).OnlyRaises("R306");
        OnDay(2029, 2, 6)
            .OnlyRaises("R307")
            .Is("export", "0001", "exportDate", "2026-02-05", "2029-02-05");
    }

    [Fact]
    public void R307_does_not_concern_exports_before_2026()
    {
        var scene = OnDay(2029, 12, 31)
            .WithExport(l => l with { ExportDate = new DateOnly(2025, 12, 31) })
            .WithCustoms(c => c with { ExportDate = new DateOnly(2025, 12, 31) });
        scene.Raises("R306");
        scene.DoesNotRaise("R307");
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(9999, 12, 31)]
    public void Absurd_dates_are_doubts_and_no_faults(int year, int month, int day) =>
        Assert.NotEmpty(
            Scene
                .Er()
                .WithExport(l => l with { ExportDate = new DateOnly(year, month, day) })
                .Codes()
        );

    private static Scene OnDay(int year, int month, int day) =>
        Scene.Er() with
        {
            Today = new DateOnly(year, month, day),
        };
}
