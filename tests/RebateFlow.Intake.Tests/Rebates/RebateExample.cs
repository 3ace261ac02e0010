using System.Globalization;
using System.Text.Json;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Rebates;

namespace RebateFlow.Intake.Tests.Rebates;

/// <summary>A case of Cases/rebate-examples.json; amounts come out in yuan.</summary>
internal sealed record RebateExample(JsonElement Case)
{
    public static readonly IReadOnlyDictionary<string, RebateExample> All = JsonDocument
        .Parse(
            File.ReadAllText(
                Path.Combine(AppContext.BaseDirectory, "Cases", "rebate-examples.json")
            )
        )
        .RootElement.EnumerateArray()
        .Select(e => new RebateExample(e))
        .ToDictionary(e => e.Id, StringComparer.Ordinal);

    public string Id => Text("id")!;

    public string Title => Text("title")!;

    public string Method => Text("method")!;

    /// <summary>
    /// Why the published answer is wrong; null when it is right or there is none.
    /// </summary>
    public string? Corrected => Text("corrected");

    private decimal Unit => Text("unit") == "10000 CNY" ? 10_000m : 1m;

    /// <summary>
    /// An amount of the inputs in yuan; a rate, quantity or absent one as it stands.
    /// </summary>
    public decimal Input(string name) => Amount(Case.GetProperty("inputs"), name) ?? 0m;

    public bool Has(string name) => Case.GetProperty("inputs").TryGetProperty(name, out _);

    public IReadOnlyList<decimal> Inputs(string name) =>
        [
            .. Case.GetProperty("inputs")
                .GetProperty(name)
                .EnumerateArray()
                .Select(e => Number(e.GetString()!)),
        ];

    public decimal Expected(string name) =>
        Amount(Case.GetProperty("expected"), name)
        ?? throw new ArgumentException($"{Id} expects no {name}.", nameof(name));

    public bool ExpectedFlag(string name) =>
        Case.GetProperty("expected").GetProperty(name).GetBoolean();

    public decimal? Published(string name) =>
        Case.TryGetProperty("publishedAnswer", out var published) ? Amount(published, name) : null;

    /// <summary>The month's figures as a production enterprise declares them.</summary>
    public EcrFigures Figures() =>
        new()
        {
            InputTax = Input("inputTax"),
            OutputTax = Input("outputTax"),
            PreviousCredit = Input("previousCredit"),
            CarriedForwardEcr = Input("carriedForward"),
            SettlementAdjustEcr = Input("settlementAdjustment"),
        };

    /// <summary>The example as an ECR filing of one line; without sales, of none.</summary>
    public Scene Month()
    {
        var sales = Input("sales");
        var scene = Scene
            .Ecr()
            .WithRates(
                Samples.Rate(Samples.Code, Input("rebateRatePercent"), Input("vatRatePercent"))
            )
            .WithExport(l =>
                l with
                {
                    FobCny = sales,
                    FobUsd = Math.Sign(sales) * l.FobUsd,
                    ProcessingBookNo = Has("bonded") ? Samples.Book : null,
                }
            )
            .WithBook(b => b with { PlannedAllocationRate = PlannedRate(sales) })
            .WithInfo(i => i with { VatReturn = null })
            .With(f => f with { EcrSummary = Figures() });
        return sales == 0 ? scene.With(f => f with { ExportLines = [] }) : scene;
    }

    private decimal PlannedRate(decimal sales) =>
        Has("plannedImportTotal")
            ? AllocationRate.Planned(Input("plannedImportTotal"), Input("plannedExportTotal"))
        : Has("plannedRatePercent") ? Input("plannedRatePercent") / 100m
        : AllocationRate.Planned(Input("bonded"), sales);

    private decimal? Amount(JsonElement from, string name)
    {
        if (!from.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
            return null;
        var number = Number(value.GetString()!.Split(' ')[0]);
        return name.EndsWith("Percent", StringComparison.Ordinal) ? number : number * Unit;
    }

    private string? Text(string name) =>
        Case.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
