using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Checks.Rates;
using RebateFlow.Intake.Checks.Reference;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Tests;

/// <summary>Filings without a doubt, with invented parties.</summary>
internal static class Samples
{
    public const string Declarant = "91120116MA90DEM10T";
    public const string Supplier = "91120111MA91GHF113";
    public const string CustomsLine = "022020260000010001001";
    public const string Invoice = "26122000000000000001";
    public const string Association = "2026030011";
    public const string Code = "8512201000";
    public const string Book = "C02022600001";

    public static readonly DateOnly Today = new(2026, 4, 10);
    public static readonly DateOnly ExportDate = new(2026, 2, 5);

    /// <summary>
    /// 1,000 pieces bought for CNY 100,000 and exported for USD 16,000; rates 13 and 13.
    /// </summary>
    public static Scene Er() =>
        new(
            new SubmittedFiling
            {
                Method = RebateMethod.Er,
                Uscc = Declarant,
                Period = "202603",
                BatchNo = 1,
                ExportLines = [ExportLine with { AssociationNo = Association }],
                PurchaseLines = [PurchaseLine],
            },
            Information(EnterpriseKind.Ft) with
            {
                Invoices = new Dictionary<string, InvoiceRecord> { [Invoice] = InvoiceRecord },
            },
            Today
        );

    /// <summary>Exports of CNY 112,000 at rates 13 and 13; ending credit CNY 10,000.</summary>
    public static Scene Ecr() =>
        new(
            new SubmittedFiling
            {
                Method = RebateMethod.Ecr,
                Uscc = Declarant,
                Period = "202603",
                BatchNo = 1,
                ExportLines = [ExportLine with { FobCny = 112_000m }],
                EcrSummary = new EcrFigures
                {
                    InputTax = 15_000m,
                    OutputTax = 5_000m,
                    PreviousCredit = 0m,
                    EndingCredit = 10_000m,
                },
            },
            Information(EnterpriseKind.Pe) with
            {
                VatReturn = new VatReturnRecord { EcrSalesCny = 112_000m, EndingCredit = 10_000m },
                ProcessingBooks = new Dictionary<string, ProcessingBookRecord>
                {
                    [Book] = new()
                    {
                        BookNo = Book,
                        Uscc = Declarant,
                        PlannedAllocationRate = 0.4m,
                        Closed = false,
                        SettlementDueOn = new DateOnly(2027, 12, 31),
                    },
                },
            },
            Today
        );

    /// <summary>The ECR filing as processing with imported materials at 40%.</summary>
    public static Scene Processing() =>
        Ecr()
            .WithCustoms(c => c with { TradeMode = "0615" })
            .WithExport(l => l with { ProcessingBookNo = Book, PlannedAllocationRate = 0.4m });

    public static RateRow Rate(
        string code,
        decimal rebateRate,
        decimal vatRate = 13m,
        SpecialFlag flag = SpecialFlag.None
    ) =>
        new()
        {
            Code = code,
            Name = "照明装置",
            Unit1 = "个",
            Unit2 = "千克",
            VatRates = [vatRate],
            RebateRate = rebateRate,
            SpecialFlag = flag,
            ValidFrom = new DateOnly(2014, 1, 1),
            ValidTo = null,
        };

    private static ExportLine ExportLine =>
        new()
        {
            LineNo = "0001",
            CustomsDeclarationLineNo = CustomsLine,
            ExportDate = ExportDate,
            CommodityCode = Code,
            CommodityName = "机动车辆用照明装置",
            Unit = "个",
            Quantity = 1_000m,
            FobUsd = 16_000m,
        };

    private static PurchaseLine PurchaseLine =>
        new()
        {
            LineNo = "0001",
            AssociationNo = Association,
            VoucherKind = VoucherKind.DigitalInvoice,
            VoucherNo = Invoice,
            SupplierTaxId = Supplier,
            InvoiceDate = new DateOnly(2026, 2, 20),
            CommodityCode = Code,
            Unit = "个",
            Quantity = 1_000m,
            TaxBase = 100_000m,
            VatRate = 13m,
            RebateRate = 13m,
            RebatableTax = 13_000m,
        };

    private static CustomsRecord CustomsRecord =>
        new()
        {
            LineNo = CustomsLine,
            ConsignorUscc = Declarant,
            ExportDate = ExportDate,
            CommodityCode = Code,
            CommodityName = "机动车辆用照明装置",
            Unit1 = "个",
            Quantity1 = 1_000m,
            Unit2 = "千克",
            Quantity2 = 500m,
            FobUsd = 16_000m,
            FobCny = 112_000m,
            Currency = "USD",
            TradeMode = "0110",
            CustomsDistrict = "0202",
            SourceRegion = "12011",
            DestinationCountry = "DEU",
            Status = CustomsStatus.Closed,
            ViaBondedZone = false,
            RemainingQuantity = 1_000m,
        };

    private static InvoiceRecord InvoiceRecord =>
        new()
        {
            VoucherNo = Invoice,
            VoucherKind = VoucherKind.DigitalInvoice,
            SellerTaxId = Supplier,
            SellerName = "天津示例供货甲厂有限公司",
            BuyerUscc = Declarant,
            InvoiceDate = new DateOnly(2026, 2, 20),
            CommodityName = "机动车辆用照明装置",
            Unit = "个",
            Quantity = 1_000m,
            TaxBase = 100_000m,
            VatRate = 13m,
            Tax = 13_000m,
            Status = InvoiceStatus.Normal,
            Certified = true,
            UsedForDeduction = false,
            CrossCheck = CrossCheck.Matched,
            SimpleRate = false,
            RemainingTaxBase = 100_000m,
        };

    private static ElectronicInformation Information(EnterpriseKind kind)
    {
        Assert.True(Period.TryParse("202602", out var month));
        return new ElectronicInformation
        {
            Enterprise = new EnterpriseRecord
            {
                Uscc = Declarant,
                Kind = kind,
                EnterpriseClass = 2,
                RegisteredOn = new DateOnly(2015, 1, 1),
                Suspended = false,
            },
            CustomsLines = new Dictionary<string, CustomsRecord> { [CustomsLine] = CustomsRecord },
            Rates = new RateLibrary([Rate(Code, 13m)]),
            ExchangeRates = new ExchangeRates([new ExchangeRateRow("USD", month, 7m)]),
            BatchInUse = false,
            Reference = ReferenceData.Embedded,
        };
    }
}
