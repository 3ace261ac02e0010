using RebateFlow.Contracts;
using RebateFlow.Contracts.Intake;
using RebateFlow.Contracts.Risk;

namespace RebateFlow.Approval.Tests.Cases;

/// <summary>A message that opens a green case; a test changes one thing.</summary>
public static class Messages
{
    public static RiskAssessed Assessed() =>
        new()
        {
            AssessmentId = Guid.CreateVersion7(),
            Filing = Filing(),
            Score = 5,
            Grade = "LOW",
            RuleSetVersion = "2026-01-01",
            HasUnjudgedRule = false,
            Findings = [],
            WatchlistHits = [],
            AssessedAt = new(2026, 11, 25, 1, 0, 0, TimeSpan.Zero),
        };

    public static Filing Filing() =>
        new()
        {
            PreDeclarationId = Guid.CreateVersion7(),
            AttemptNo = 1,
            Lane = Lanes.Express,
            Method = "ER",
            Declarant = new()
            {
                Uscc = "91120116MA90DEM45D",
                Name = "天津示例精密加工有限公司",
                Kind = "PE",
                EnterpriseClass = 1,
                AeoStatus = "ADVANCED",
                TaxAuthority = "11200000000",
                CustomsDistrict = "0202",
                LegalPerson = "",
                Address = "",
                ProcessingTradeSharePercent = 80m,
                FirstDeclaredOn = new(2009, 2, 11),
            },
            Period = "202610",
            BatchNo = 1,
            ExportLineCount = 0,
            FobUsd = 7_000_000m,
            RebateDueCny = 6_000_000m,
            ExemptCreditCny = 0m,
            DoubtCount = 0,
            GravestDoubtLevel = "NONE",
            Content = [],
            SubmittedAt = new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero),
        };

    public static WatchlistHit Hit(int level) =>
        new()
        {
            EntryId = Guid.CreateVersion7(),
            Kind = "COMMODITY",
            Key = "8507",
            MatchedValue = "8507600090",
            Level = level,
            Reason = "sample",
        };

    public static FiledDoubt Doubt(int doubtNo, string level, string passableBy) =>
        new()
        {
            DoubtNo = doubtNo,
            Code = "M105",
            Level = level,
            PassableBy = passableBy,
            Form = "export",
            Place = "0001",
            Field = "fobUsd",
            Declared = "5000.00",
            Expected = "4900.00",
            TextZh = "离岸价不符",
            TextEn = "FOB differs",
        };
}
