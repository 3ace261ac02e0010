using System.Globalization;
using RebateFlow.Primitives;

namespace RebateFlow.Bench.Filings;

/// <summary>Forty made-up foreign-trade enterprises of class 2 with valid codes.</summary>
internal static class BenchExporters
{
    public const int Count = 40;

    private const string TaxAuthority = "11200000000";

    /// <summary>Unified social credit code of exporter 0 to 39.</summary>
    public static string UsccOf(int exporter)
    {
        var subject = string.Create(CultureInfo.InvariantCulture, $"MA99BE{exporter:D2}");
        var first17 = "91120116" + subject + Uscc.OrganisationCheckCharacterOf(subject);
        return first17 + Uscc.CheckCharacterOf(first17);
    }

    public static string ClientOf(int exporter) =>
        string.Create(CultureInfo.InvariantCulture, $"bench-exporter-{exporter}");

    /// <summary>Officers of the review post who work at the same time.</summary>
    public const int Officers = 16;

    public static string OfficerOf(int officer) =>
        string.Create(CultureInfo.InvariantCulture, $"bench-officer-{officer}");

    /// <summary>
    /// Clients for Identity: the exporters, the feed, and the officers that decide.
    /// </summary>
    public static IEnumerable<object> Clients()
    {
        for (var exporter = 0; exporter < Count; exporter++)
        {
            yield return new
            {
                clientId = ClientOf(exporter),
                roles = new[] { "exporter" },
                uscc = UsccOf(exporter),
                displayName = ClientOf(exporter),
            };
        }
        yield return new
        {
            clientId = "feed",
            roles = new[] { "feed" },
            displayName = "feed",
        };
        foreach (
            var role in new[]
            {
                "officer.review",
                "officer.rereview",
                "officer.approval",
                "auditor",
            }
        )
        {
            yield return new
            {
                clientId = role,
                roles = new[] { role },
                taxAuthority = TaxAuthority,
                displayName = role,
            };
        }
        for (var officer = 0; officer < Officers; officer++)
        {
            yield return new
            {
                clientId = OfficerOf(officer),
                roles = new[] { "officer.review" },
                taxAuthority = TaxAuthority,
                displayName = OfficerOf(officer),
            };
        }
        foreach (var role in new[] { "policy.editor", "policy.approver" })
        {
            yield return new
            {
                clientId = role,
                roles = new[] { role },
                displayName = role,
            };
        }
    }

    /// <summary>Rows of the feed <c>enterprises</c>.</summary>
    public static IEnumerable<object> Rows() =>
        Enumerable
            .Range(0, Count)
            .Select(exporter => new
            {
                uscc = UsccOf(exporter),
                name = $"Bench exporter {exporter}",
                kind = "FT",
                enterpriseClass = 2,
                aeoStatus = "ORDINARY",
                taxAuthority = TaxAuthority,
                customsDistrict = "0202",
                customsCode = "1207240123",
                legalPerson = "n/a",
                address = $"Bench road {exporter}",
                processingTradeSharePercent = "0.00",
                registeredOn = "2015-01-01",
                firstDeclaredOn = "2015-06-01",
                suspended = false,
                version = 1,
            });
}
