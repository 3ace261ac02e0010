using RebateFlow.Contracts;
using RebateFlow.Contracts.Intake;
using RebateFlow.Contracts.Risk;
using RebateFlow.Messaging;
using RebateFlow.Testing.Filings;
using RebateFlow.Testing.Hosts;

namespace RebateFlow.Integration.Tests.Approval;

/// <summary>An assessment of a small, clean filing; a test changes one thing.</summary>
public static class Assessments
{
    public static RiskAssessed Clean(int attemptNo = 1) =>
        new()
        {
            AssessmentId = Guid.CreateVersion7(),
            Filing = Filing(attemptNo),
            Score = 5,
            Grade = "LOW",
            RuleSetVersion = "2026-01-01",
            HasUnjudgedRule = false,
            Findings = [],
            WatchlistHits = [],
            AssessedAt = TestClock.Start,
        };

    /// <summary>The same with another claimed rebate, CNY yuan.</summary>
    public static RiskAssessed Claiming(this RiskAssessed message, decimal rebateDueCny) =>
        message with
        {
            Filing = message.Filing with { RebateDueCny = rebateDueCny },
        };

    /// <summary>The same of an exporter that another tax authority is in charge of.</summary>
    public static RiskAssessed At(this RiskAssessed message, string taxAuthority)
    {
        var declarant = message.Filing.Declarant with { TaxAuthority = taxAuthority };
        return message with { Filing = message.Filing with { Declarant = declarant } };
    }

    /// <summary>The same of another period, and of another class.</summary>
    public static RiskAssessed With(
        this RiskAssessed message,
        string period,
        int enterpriseClass = 2
    )
    {
        var declarant = message.Filing.Declarant with { EnterpriseClass = enterpriseClass };
        return message with
        {
            Filing = message.Filing with { Declarant = declarant, Period = period },
        };
    }

    /// <summary>The same with a warning for the officer and one for the re-reviewer.</summary>
    public static RiskAssessed WithDoubts(this RiskAssessed message) =>
        message with
        {
            Filing = message.Filing with
            {
                DoubtCount = 2,
                GravestDoubtLevel = "WARNING",
                Content = Content([Doubt(1, "OFFICER"), Doubt(2, "REVIEWER")]),
            },
        };

    /// <summary>The same, bought from two suppliers, with the rebate on each, CNY yuan.</summary>
    public static RiskAssessed BoughtFrom(
        this RiskAssessed message,
        params (string SupplierTaxId, decimal RebateCny)[] suppliers
    ) =>
        message with
        {
            Filing = message.Filing with
            {
                RebateDueCny = suppliers.Sum(supplier => supplier.RebateCny),
                Content = Content([], [.. suppliers.Select(Purchase)]),
            },
        };

    private static FiledPurchaseLine Purchase((string SupplierTaxId, decimal RebateCny) bought) =>
        new()
        {
            LineNo = "00000001",
            AssociationNo = "2026030010001",
            VoucherNo = "26122000000000000001",
            SupplierTaxId = bought.SupplierTaxId,
            SupplierName = "测试供货企业",
            InvoiceDate = new(2026, 3, 1),
            CommodityCode = "8471300000",
            Unit = "台",
            Quantity = 1m,
            TaxBaseCny = bought.RebateCny / 0.13m,
            VatRatePercent = 13m,
            RebateRatePercent = 13m,
            RebateCny = bought.RebateCny,
        };

    private static Filing Filing(int attemptNo) =>
        new()
        {
            PreDeclarationId = Guid.CreateVersion7(),
            AttemptNo = attemptNo,
            Lane = Lanes.Ordinary,
            Method = "ER",
            Declarant = new()
            {
                Uscc = new SampleExporter(99).Uscc,
                Name = "测试出口企业99",
                Kind = "FT",
                EnterpriseClass = 2,
                AeoStatus = "ORDINARY",
                TaxAuthority = Bearer.Tianjin,
                CustomsDistrict = "0202",
                LegalPerson = "",
                Address = "",
                ProcessingTradeSharePercent = 0m,
                FirstDeclaredOn = new(2015, 6, 1),
            },
            Period = "202603",
            BatchNo = 1,
            ExportLineCount = 0,
            FobUsd = 10_000m,
            RebateDueCny = 9_000m,
            ExemptCreditCny = 0m,
            DoubtCount = 0,
            GravestDoubtLevel = "NONE",
            Content = Content([]),
            SubmittedAt = TestClock.Start,
        };

    private static byte[] Content(
        IReadOnlyList<FiledDoubt> doubts,
        IReadOnlyList<FiledPurchaseLine>? purchases = null
    ) =>
        Payload.Pack(
            new FilingContent
            {
                ExportLines = [],
                PurchaseLines = purchases ?? [],
                EcrSummary = null,
                Doubts = doubts,
            }
        );

    private static FiledDoubt Doubt(int doubtNo, string passableBy) =>
        new()
        {
            DoubtNo = doubtNo,
            Code = "M105",
            Level = "WARNING",
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
