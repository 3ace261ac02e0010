using RebateFlow.Contracts.Intake;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Checks.Rates;
using RebateFlow.Intake.Checks.Rebates;
using RebateFlow.Intake.Checks.Reference;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Sandbox;

/// <summary>
/// Electronic information that agrees with a filing, but for what its scenario wants. The checks
/// that run over it are the real ones, so doubts and rebate are what the real thing would say.
/// Pure.
/// </summary>
public static class SandboxWorld
{
    /// <summary>The information.</summary>
    /// <param name="filing">The attempt.</param>
    /// <param name="scenario">What it is to live through.</param>
    /// <param name="hasArrived">Whether the data that it waits for are there by now.</param>
    /// <param name="rates">The real rate library and exchange rates.</param>
    /// <param name="reference">The real dated tables.</param>
    public static ElectronicInformation Of(
        SubmittedFiling filing,
        SandboxScenario scenario,
        bool hasArrived,
        (RateLibrary Library, ExchangeRates Exchange) rates,
        ReferenceData reference
    )
    {
        var isMissing = scenario == SandboxScenario.Waiting && !hasArrived;
        var sales = filing.ExportLines.Sum(line => FobCnyOf(line, rates.Exchange));
        var isVatReturnOff = scenario == SandboxScenario.Blocked && filing.ExportLines.Count == 0;
        var isVatReturnMissing = isMissing && filing.ExportLines.Count == 0;
        return new ElectronicInformation
        {
            Enterprise = new EnterpriseRecord
            {
                Uscc = CodeText.Normalize(filing.Uscc),
                Kind = filing.Method == RebateMethod.Er ? EnterpriseKind.Ft : EnterpriseKind.Pe,
                EnterpriseClass = 2,
                RegisteredOn = new DateOnly(2014, 1, 1),
                Suspended = false,
            },
            CustomsLines = CustomsLines(filing, scenario, isMissing, rates.Exchange),
            Invoices = Invoices(filing),
            AgencyCertificates = Certificates(filing),
            ProcessingBooks = Books(filing),
            VatReturn =
                filing.EcrSummary is null || isVatReturnMissing
                    ? null
                    : new VatReturnRecord
                    {
                        EcrSalesCny =
                            sales
                            + (filing.EcrSummary.ServicesSalesCny ?? 0m)
                            + (isVatReturnOff ? 10_000m : 0m),
                        EndingCredit =
                            filing.EcrSummary.EndingCredit ?? CreditOf(filing.EcrSummary),
                    },
            Rates = rates.Library,
            ExchangeRates = rates.Exchange,
            BatchInUse = false,
            Reference = reference,
        };
    }

    /// <summary>The declarant as a filing in the sandbox has it.</summary>
    public static Declarant DeclarantOf(SubmittedFiling filing) =>
        new()
        {
            Uscc = CodeText.Normalize(filing.Uscc),
            Name = "沙箱企业",
            Kind = filing.Method == RebateMethod.Er ? "FT" : "PE",
            EnterpriseClass = 2,
            AeoStatus = "ORDINARY",
            TaxAuthority = "00000000000",
            CustomsDistrict = "",
            LegalPerson = "",
            Address = "",
            ProcessingTradeSharePercent = 0m,
            FirstDeclaredOn = null,
        };

    private static Dictionary<string, CustomsRecord> CustomsLines(
        SubmittedFiling filing,
        SandboxScenario scenario,
        bool isMissing,
        ExchangeRates exchange
    )
    {
        var records = new Dictionary<string, CustomsRecord>(StringComparer.Ordinal);
        foreach (var line in filing.ExportLines.Where(line => !line.IsOffset))
        {
            if (!CustomsDeclarationLineNo.TryParse(line.CustomsDeclarationLineNo, out var number))
                continue;
            var record = CustomsOf(line, number.Value, filing, exchange);
            records[number.Value] = records.TryGetValue(number.Value, out var seen)
                ? seen with
                {
                    Quantity1 = seen.Quantity1 + record.Quantity1,
                    RemainingQuantity = seen.RemainingQuantity + record.RemainingQuantity,
                    FobUsd = seen.FobUsd + record.FobUsd,
                    FobCny = seen.FobCny + record.FobCny,
                }
                : record;
        }
        if (records.Count == 0)
            return records;
        var first = records.First();
        if (isMissing)
            records.Remove(first.Key);
        else if (scenario == SandboxScenario.Blocked)
            records[first.Key] = first.Value with { RemainingQuantity = first.Value.Quantity1 / 2 };
        else if (scenario == SandboxScenario.Passable)
            records[first.Key] = first.Value with { FobUsd = first.Value.FobUsd * 2 + 100m };
        return records;
    }

    private static CustomsRecord CustomsOf(
        ExportLine line,
        string number,
        SubmittedFiling filing,
        ExchangeRates exchange
    ) =>
        new()
        {
            LineNo = number,
            ConsignorUscc = CodeText.Normalize(filing.Uscc),
            ExportDate = line.ExportDate,
            CommodityCode = CodeText.Normalize(line.CommodityCode),
            CommodityName = line.CommodityName,
            Unit1 = line.Unit,
            Quantity1 = line.Quantity,
            FobUsd = line.FobUsd,
            FobCny = FobCnyOf(line, exchange),
            Currency = line.Currency,
            TradeMode = string.IsNullOrWhiteSpace(line.ProcessingBookNo) ? "0110" : "0615",
            CustomsDistrict = "0202",
            SourceRegion = "",
            DestinationCountry = "",
            Status = CustomsStatus.Closed,
            ViaBondedZone = false,
            RemainingQuantity = line.Quantity,
        };

    private static Dictionary<string, InvoiceRecord> Invoices(SubmittedFiling filing)
    {
        var records = new List<InvoiceRecord>();
        foreach (
            var ofVoucher in filing.PurchaseLines.GroupBy(l => new InvoiceKey(
                CodeText.Normalize(l.VoucherNo),
                l.VoucherLineNo ?? 1
            ))
        )
        {
            var lines = ofVoucher.Where(line => line.TaxKind == TaxKind.V).ToList();
            var line = lines.Count > 0 ? lines[0] : ofVoucher.First();
            var taxBase = Math.Max(0m, (lines.Count > 0 ? lines : [line]).Sum(l => l.TaxBase));
            var record = new InvoiceRecord
            {
                VoucherNo = ofVoucher.Key.VoucherNo,
                LineNo = ofVoucher.Key.LineNo,
                VoucherKind = line.VoucherKind,
                SellerTaxId = CodeText.Normalize(line.SupplierTaxId),
                SellerName = "沙箱供货企业",
                BuyerUscc = CodeText.Normalize(filing.Uscc),
                InvoiceDate = line.InvoiceDate,
                CommodityName = line.CommodityName ?? "",
                Unit = line.Unit,
                Quantity = Math.Max(0m, lines.Sum(l => l.Quantity)),
                TaxBase = taxBase,
                VatRate = line.VatRate,
                Tax = Money.Tax(taxBase, line.VatRate),
                Status = InvoiceStatus.Normal,
                Certified = true,
                UsedForDeduction = false,
                CrossCheck = CrossCheck.Matched,
                SimpleRate = false,
                RemainingTaxBase = taxBase,
            };
            records.Add(record);
        }
        return InvoiceLines.ByNumber(records);
    }

    private static Dictionary<string, AgencyCertificateRecord> Certificates(SubmittedFiling filing)
    {
        var records = new Dictionary<string, AgencyCertificateRecord>(StringComparer.Ordinal);
        foreach (var line in filing.ExportLines)
        {
            var number = CodeText.Normalize(line.AgencyCertificateNo);
            if (number.Length > 0)
                records[number] = new AgencyCertificateRecord
                {
                    CertificateNo = number,
                    PrincipalUscc = CodeText.Normalize(filing.Uscc),
                    CustomsDeclarationLineNo = CodeText.Normalize(line.CustomsDeclarationLineNo),
                };
        }
        return records;
    }

    private static Dictionary<string, ProcessingBookRecord> Books(SubmittedFiling filing)
    {
        var records = new Dictionary<string, ProcessingBookRecord>(StringComparer.Ordinal);
        foreach (var line in filing.ExportLines)
        {
            var number = CodeText.Normalize(line.ProcessingBookNo);
            if (number.Length > 0)
                records[number] = new ProcessingBookRecord
                {
                    BookNo = number,
                    Uscc = CodeText.Normalize(filing.Uscc),
                    PlannedAllocationRate = line.PlannedAllocationRate ?? 0m,
                    Closed = false,
                };
        }
        return records;
    }

    private static decimal FobCnyOf(ExportLine line, ExchangeRates exchange) =>
        line.FobCny
        ?? (
            exchange.Find("USD", line.ExportDate) is { } rate
                ? FobConversion.ToCny(line.FobUsd, rate)
                : 0m
        );

    private static decimal CreditOf(EcrFigures figures) =>
        Math.Max(0m, figures.InputTax + figures.PreviousCredit - figures.OutputTax);
}
