using System.Globalization;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Testing.Filings;

/// <summary>
/// An invented exporter with a valid code, a different one for each number from 0 to 999.
/// Those below 100 are for tests with an installation of their own, and for fixed parts.
/// </summary>
public sealed record SampleExporter(int Number)
{
    /// <summary>FT (foreign trade) or PE (production).</summary>
    public string Kind { get; init; } = "FT";

    public int EnterpriseClass { get; init; } = 2;

    public string AeoStatus { get; init; } = "ORDINARY";

    /// <summary>Percent, two decimals.</summary>
    public string ProcessingTradeSharePercent { get; init; } = "0.00";

    /// <summary>Code of the exporter.</summary>
    public string Uscc => UsccOf("MA9TE", Number);

    public Bearer Bearer => Bearer.Exporter(Uscc);

    /// <summary>Row of the feed <c>enterprises</c>.</summary>
    public object Row =>
        new
        {
            uscc = Uscc,
            name = $"测试出口企业{Number}",
            kind = Kind,
            enterpriseClass = EnterpriseClass,
            aeoStatus = AeoStatus,
            taxAuthority = Bearer.Tianjin,
            customsDistrict = "0202",
            customsCode = "1207240123",
            legalPerson = $"测某{Number}",
            address = $"天津市测试路{Number}号",
            processingTradeSharePercent = ProcessingTradeSharePercent,
            registeredOn = "2015-01-01",
            firstDeclaredOn = "2015-06-01",
            suspended = false,
            version = 1,
        };

    /// <summary>A supplier's code; suppliers recur, as they do.</summary>
    public static string SupplierOf(int number) => UsccOf("MA9TS", number % 100);

    private static string UsccOf(string subject, int number)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, 999);
        var organisation = string.Create(CultureInfo.InvariantCulture, $"{subject}{number:D3}");
        var check = Primitives.Uscc.OrganisationCheckCharacterOf(organisation);
        var first17 = $"91120116{organisation}{check}";
        return first17 + Primitives.Uscc.CheckCharacterOf(first17);
    }
}
