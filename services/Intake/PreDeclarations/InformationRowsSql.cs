using Npgsql;
using RebateFlow.Contracts.Intake;
using RebateFlow.Intake.Checks;
using RebateFlow.Intake.Filings;

namespace RebateFlow.Intake.PreDeclarations;

/// <summary>
/// Reads the results of <see cref="ElectronicInformationSql"/>, in the order it asks.
/// </summary>
internal sealed class InformationRows
{
    private readonly Dictionary<string, CustomsRecord> customsLines = new(StringComparer.Ordinal);
    private readonly Dictionary<string, InvoiceRecord> invoices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ProcessingBookRecord> books = new(StringComparer.Ordinal);
    private EnterpriseRecord? enterprise;
    private VatReturnRecord? vatReturn;
    private PriorEcrSummary? priorSummary;
    private bool isBatchInUse;

    public long ReferenceVersion { get; private set; }

    public Declarant? Declarant { get; private set; }

    public async Task ReadAsync(
        NpgsqlDataReader reader,
        VoucherOwner owner,
        CancellationToken cancel
    )
    {
        await reader.ReadAsync(cancel);
        ReadHeader(reader, owner.Uscc);
        if (owner.Keys.CustomsLines.Length > 0)
        {
            await reader.NextResultAsync(cancel);
            while (await reader.ReadAsync(cancel))
                ReadCustomsLine(reader, owner);
        }
        if (owner.Keys.Invoices.Length > 0)
        {
            await reader.NextResultAsync(cancel);
            while (await reader.ReadAsync(cancel))
                ReadInvoice(reader, owner);
        }
        if (!owner.HasMonth)
            return;

        await reader.NextResultAsync(cancel);
        await reader.ReadAsync(cancel);
        ReadMonth(reader);
        if (owner.Keys.Books.Length > 0)
        {
            await reader.NextResultAsync(cancel);
            while (await reader.ReadAsync(cancel))
                ReadBook(reader);
        }
    }

    public ElectronicInformation ToInformation(ReferenceSnapshot snapshot) =>
        new()
        {
            Enterprise = enterprise,
            CustomsLines = customsLines,
            Invoices = invoices,
            ProcessingBooks = books,
            Rates = snapshot.Rates,
            ExchangeRates = snapshot.ExchangeRates,
            VatReturn = vatReturn,
            PriorEcrSummary = priorSummary,
            BatchInUse = isBatchInUse,
            Reference = ReferenceData.Embedded,
        };

    private void ReadHeader(NpgsqlDataReader reader, string uscc)
    {
        ReferenceVersion = reader.GetInt64(0);
        isBatchInUse = reader.GetBoolean(1);
        if (reader.IsDBNull(2))
            return;
        Declarant = new Declarant
        {
            Uscc = uscc,
            Name = reader.GetString(2),
            Kind = reader.GetString(3),
            EnterpriseClass = reader.GetInt16(4),
            AeoStatus = reader.GetString(5),
            TaxAuthority = reader.GetString(6),
            CustomsDistrict = reader.GetString(7),
            LegalPerson = reader.GetString(8),
            Address = reader.GetString(9),
            ProcessingTradeSharePercent = reader.GetDecimal(10),
            FirstDeclaredOn = reader.IsDBNull(12) ? null : reader.GetFieldValue<DateOnly>(12),
        };
        enterprise = new EnterpriseRecord
        {
            Uscc = uscc,
            Kind = ValueOf<EnterpriseKind>(Declarant.Kind),
            EnterpriseClass = Declarant.EnterpriseClass,
            RegisteredOn = reader.GetFieldValue<DateOnly>(11),
            Suspended = reader.GetBoolean(13),
        };
    }

    private void ReadCustomsLine(NpgsqlDataReader reader, VoucherOwner owner)
    {
        var lineNo = reader.GetString(0);
        var quantity = reader.GetDecimal(6);
        var usedByOthers = reader.GetDecimal(20) - owner.HeldQuantityOfCustomsLine(lineNo);
        customsLines.Add(
            lineNo,
            new CustomsRecord
            {
                LineNo = lineNo,
                ConsignorUscc = reader.GetString(1),
                ExportDate = reader.GetFieldValue<DateOnly>(2),
                CommodityCode = reader.GetString(3),
                CommodityName = reader.GetString(4),
                Unit1 = reader.GetString(5),
                Quantity1 = quantity,
                Unit2 = reader.IsDBNull(7) ? null : reader.GetString(7),
                Quantity2 = reader.IsDBNull(8) ? null : reader.GetDecimal(8),
                DeclaredUnit = reader.IsDBNull(9) ? null : reader.GetString(9),
                DeclaredQuantity = reader.IsDBNull(10) ? null : reader.GetDecimal(10),
                FobUsd = reader.GetDecimal(11),
                FobCny = reader.GetDecimal(12),
                Currency = reader.GetString(13),
                TradeMode = reader.GetString(14),
                CustomsDistrict = reader.GetString(15),
                SourceRegion = reader.GetString(16),
                DestinationCountry = reader.GetString(17),
                Status = ValueOf<CustomsStatus>(reader.GetString(18)),
                ViaBondedZone = reader.GetBoolean(19),
                RemainingQuantity = Math.Max(0, quantity - usedByOthers),
                UsedIn = owner.UsedElsewhere(reader.GetString(21), usedByOthers),
            }
        );
    }

    private void ReadInvoice(NpgsqlDataReader reader, VoucherOwner owner)
    {
        var voucherNo = reader.GetString(0);
        var quantity = reader.GetDecimal(8);
        var taxBase = reader.GetDecimal(9);
        var held = owner.HeldOfInvoice(voucherNo);
        var baseUsedByOthers = reader.GetDecimal(17) - held.TaxBaseCny;
        var quantityUsedByOthers = reader.GetDecimal(18) - held.Quantity;
        invoices.Add(
            voucherNo,
            new InvoiceRecord
            {
                VoucherNo = voucherNo,
                VoucherKind = ValueOf<VoucherKind>(reader.GetString(1)),
                SellerTaxId = reader.GetString(2),
                SellerName = reader.GetString(3),
                BuyerUscc = reader.GetString(4),
                InvoiceDate = reader.GetFieldValue<DateOnly>(5),
                CommodityName = reader.GetString(6),
                Unit = reader.GetString(7),
                Quantity = quantity,
                TaxBase = taxBase,
                VatRate = reader.GetDecimal(10),
                Tax = reader.GetDecimal(11),
                Status = ValueOf<InvoiceStatus>(reader.GetString(12)),
                Certified = reader.GetBoolean(13),
                UsedForDeduction = reader.GetBoolean(14),
                CrossCheck = ValueOf<CrossCheck>(reader.GetString(15)),
                SimpleRate = reader.GetBoolean(16),
                RemainingTaxBase = Math.Max(0, taxBase - baseUsedByOthers),
                RemainingQuantity = Math.Max(0, quantity - quantityUsedByOthers),
                UsedIn = owner.UsedElsewhere(reader.GetString(19), baseUsedByOthers),
            }
        );
    }

    private void ReadMonth(NpgsqlDataReader reader)
    {
        if (!reader.IsDBNull(0))
        {
            vatReturn = new VatReturnRecord
            {
                EcrSalesCny = reader.GetDecimal(0),
                EndingCredit = reader.GetDecimal(1),
            };
        }
        if (!reader.IsDBNull(2))
        {
            priorSummary = new PriorEcrSummary
            {
                Period = reader.GetString(2),
                CarryForwardEcr = reader.GetDecimal(3),
            };
        }
    }

    private void ReadBook(NpgsqlDataReader reader)
    {
        var bookNo = reader.GetString(0);
        books.Add(
            bookNo,
            new ProcessingBookRecord
            {
                BookNo = bookNo,
                Uscc = reader.GetString(1),
                PlannedAllocationRate = reader.GetDecimal(2),
                Closed = reader.GetString(3) == "SETTLED",
                SettlementDueOn = reader.IsDBNull(4) ? null : reader.GetFieldValue<DateOnly>(4),
            }
        );
    }

    private static T ValueOf<T>(string name)
        where T : struct, Enum =>
        WireName.TryParse(name, out T value)
            ? value
            : throw new InvalidOperationException($"{name} is no {typeof(T).Name}.");
}
