using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;
using RebateFlow.Testing.Servers;

namespace RebateFlow.Integration.Tests.Trials;

/// <summary>An installation in June 2026, with the rates that the trials are about.</summary>
public sealed class TrialInstallation(TestServers servers) : IAsyncLifetime
{
    /// <summary>Solar cells: 9% to the end of March 2026, then a domestic sale.</summary>
    public const string Cells = "8541430000";

    /// <summary>Parts of suspensions: 13%.</summary>
    public const string Parts = "8708801000";

    private int serial = 100;

    public Installation Installation { get; } = new(servers);

    public async ValueTask InitializeAsync()
    {
        await Installation.InitializeAsync();
        Installation.Clock.Advance(TimeSpan.FromDays(60));
        await Installation.FeedAsync(
            "rate-library",
            [
                Rate(Cells, "个", "9", "", "2019-04-01", "2026-03-31"),
                Rate(Cells, "个", "0", "1", "2026-04-01", null),
                Rate(Parts, "千克", "13", "", "2019-04-01", null),
            ]
        );
        await Installation.FeedAsync(
            "exchange-rates",
            new[] { "202602", "202603", "202604" }.Select(month =>
                (object)
                    new
                    {
                        currency = "USD",
                        month,
                        cnyPerUnit = "7.000000",
                        version = 1,
                    }
            )
        );
    }

    /// <summary>A filing nobody else has, of an exporter nobody else has.</summary>
    public TrialFiling NewFiling(string kind = "FT")
    {
        var number = Interlocked.Increment(ref serial);
        return new TrialFiling(new SampleExporter(number) { Kind = kind }, number);
    }

    public async ValueTask DisposeAsync() => await Installation.DisposeAsync();

    private static object Rate(
        string code,
        string unit,
        string rebateRate,
        string specialFlag,
        string validFrom,
        string? validTo
    ) =>
        new
        {
            code,
            name = code,
            unit1 = unit,
            unit2 = "千克",
            vatRates = new[] { "13" },
            rebateRate,
            specialFlag,
            validFrom,
            validTo,
            version = 1,
        };
}
