using Npgsql;
using RebateFlow.Contracts.Intake;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Reference;
using RebateFlow.Intake.Vouchers;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checking;

/// <summary>What is stored about the vouchers and the declarant of one attempt.</summary>
internal sealed class AttemptRows(VoucherOwner owner)
{
    private readonly Dictionary<string, CustomsRecord> customsLines = new(StringComparer.Ordinal);
    private readonly Dictionary<string, InvoiceRecord> invoices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ProcessingBookRecord> books = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AgencyCertificateRecord> certificates = new(
        StringComparer.Ordinal
    );
    private readonly Dictionary<(string Feed, string Key), NoDataForm> noDataForms = [];
    private HashSet<string>? fxReceipts;
    private EnterpriseRecord? enterprise;
    private VatReturnRecord? vatReturn;
    private PriorEcrSummary? priorSummary;
    private string? laterDecidedPeriod;
    private OtherBatches otherBatches = OtherBatches.None;
    private bool isBatchInUse;

    public VoucherOwner Owner => owner;

    public Declarant? Declarant { get; private set; }

    /// <summary>Whether any settlement of the declarant is registered.</summary>
    public bool HasSettlements { get; private set; }

    /// <summary>Whether a live filing of the declarant takes something back.</summary>
    public bool HasOffsets { get; private set; }

    public RegisteredSettlements Settlements { get; set; } = RegisteredSettlements.None;

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
            LaterDecidedPeriod = laterDecidedPeriod,
            OtherBatches = otherBatches,
            Settlements = Settlements,
            BatchInUse = isBatchInUse,
            AgencyCertificates = certificates,
            ForexReceipts = fxReceipts,
            NoDataForms = noDataForms,
            Reference = snapshot.Tables,
        };

    public void ReadHeader(NpgsqlDataReader reader)
    {
        isBatchInUse = reader.GetBoolean(1);
        HasOffsets = reader.GetBoolean(14);
        if (reader.IsDBNull(2))
            return;
        Declarant = new Declarant
        {
            Uscc = owner.Uscc,
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
            Uscc = owner.Uscc,
            Kind = ValueOf<EnterpriseKind>(Declarant.Kind),
            EnterpriseClass = Declarant.EnterpriseClass,
            RegisteredOn = reader.GetFieldValue<DateOnly>(11),
            Suspended = reader.GetBoolean(13),
        };
    }

    public void ReadCustomsLine(NpgsqlDataReader reader)
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

    public void ReadInvoice(NpgsqlDataReader reader)
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

    public void ReadCertificate(NpgsqlDataReader reader)
    {
        var certificateNo = reader.GetString(0);
        if (!owner.Keys.Certificates.Contains(certificateNo))
            return;
        certificates.Add(
            certificateNo,
            new AgencyCertificateRecord
            {
                CertificateNo = certificateNo,
                PrincipalUscc = reader.GetString(1),
                CustomsDeclarationLineNo = reader.GetString(2),
            }
        );
    }

    /// <summary>Says for which of its customs lines foreign exchange came in.</summary>
    public void TakeFxReceipts(IEnumerable<string> customsLineNos) =>
        fxReceipts = [.. customsLineNos.Where(owner.Keys.CustomsLines.Contains)];

    public void ReadMonth(NpgsqlDataReader reader)
    {
        otherBatches = new OtherBatches
        {
            SalesCny = reader.GetDecimal(4),
            RebateDueCny = reader.GetDecimal(5),
        };
        HasSettlements = reader.GetBoolean(6);
        laterDecidedPeriod = reader.IsDBNull(7) ? null : reader.GetString(7);
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

    public void ReadBook(NpgsqlDataReader reader)
    {
        var bookNo = reader.GetString(0);
        if (!owner.Keys.Books.Contains(bookNo))
            return;
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

    public void ReadNoDataForm(NpgsqlDataReader reader)
    {
        if (reader.GetString(0) != owner.Uscc)
            return;
        var isOfThisFiling = !reader.IsDBNull(4) && reader.GetGuid(4) == owner.PreDeclarationId;
        noDataForms[(reader.GetString(1), reader.GetString(2))] = new NoDataForm(
            reader.GetFieldValue<DateOnly>(3),
            isOfThisFiling
        );
    }

    private static T ValueOf<T>(string name)
        where T : struct, Enum =>
        WireCode.TryParse(name, out T value)
            ? value
            : throw new InvalidOperationException($"{name} is no {typeof(T).Name}.");
}
