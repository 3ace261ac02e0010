using Npgsql;
using RebateFlow.Contracts.Intake;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Checks.Rebates;
using RebateFlow.Intake.Rechecks;
using RebateFlow.Intake.Reference;
using RebateFlow.Intake.Vouchers;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checking;

/// <summary>What is stored about the vouchers and the declarant of one attempt.</summary>
internal sealed class AttemptRows(VoucherOwner owner)
{
    private readonly Dictionary<string, CustomsRecord> customsLines = new(StringComparer.Ordinal);
    private readonly List<InvoiceRecord> invoiceLines = [];
    private readonly Dictionary<string, ProcessingBookRecord> books = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AgencyCertificateRecord> certificates = new(
        StringComparer.Ordinal
    );
    private readonly Dictionary<(string Feed, string Key), NoDataForm> noDataForms = [];
    private Dictionary<string, ForexReceived>? fxReceipts;
    private decimal? previousCredit;
    private EnterpriseRecord? enterprise;
    private VatReturnRecord? vatReturn;
    private readonly List<EcrLink> links = [];
    private bool isBatchInUse;

    public VoucherOwner Owner => owner;

    public Declarant? Declarant { get; private set; }

    /// <summary>Whether any settlement of the declarant is registered.</summary>
    public bool HasSettlements { get; private set; }

    /// <summary>
    /// Customs lines that others use part of and something is left of. What holds part of a line
    /// already was there first and waits for nobody.
    /// </summary>
    public IReadOnlyList<string> SharedCustomsLines =>
        [
            .. customsLines
                .Values.Where(line =>
                    line.RemainingQuantity > 0
                    && line.RemainingQuantity < line.Quantity1
                    && owner.HeldQuantityOfCustomsLine(line.LineNo) <= 0
                )
                .Select(line => line.LineNo),
        ];

    /// <summary>Whether a live filing of the declarant takes something back.</summary>
    public bool HasOffsets { get; private set; }

    public RegisteredSettlements Settlements { get; set; } = RegisteredSettlements.None;

    /// <summary>The live batches of the declarant's months (ECR).</summary>
    public IReadOnlyList<EcrLink> Links => links;

    public ElectronicInformation ToInformation(ReferenceSnapshot snapshot)
    {
        var standing = EcrChain.StandingOf(links, owner.PreDeclarationId, owner.Filing.Period);
        return new()
        {
            Enterprise = enterprise,
            CustomsLines = customsLines,
            Invoices = InvoiceLines.ByNumber(invoiceLines),
            ProcessingBooks = books,
            Rates = snapshot.Rates,
            ExchangeRates = snapshot.ExchangeRates,
            VatReturn = vatReturn,
            PriorEcrSummary = standing.Prior,
            PreviousCredit = previousCredit,
            LaterDecidedPeriod = standing.LaterDecidedPeriod,
            OtherBatches = standing.Others,
            Settlements = Settlements,
            BatchInUse = isBatchInUse,
            AgencyCertificates = certificates,
            ForexReceipts = fxReceipts,
            NoDataForms = noDataForms,
            Reference = snapshot.Tables,
        };
    }

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
        var key = new InvoiceKey(reader.GetString(0), reader.GetInt32(1));
        var quantity = reader.GetDecimal(9);
        var taxBase = reader.GetDecimal(10);
        var deducted = reader.GetDecimal(15);
        var held = owner.HeldOfInvoice(key);
        var baseUsedByOthers = reader.GetDecimal(18) - held.TaxBaseCny;
        var quantityUsedByOthers = reader.GetDecimal(19) - held.Quantity;
        invoiceLines.Add(
            new InvoiceRecord
            {
                VoucherNo = key.VoucherNo,
                LineNo = key.LineNo,
                VoucherKind = ValueOf<VoucherKind>(reader.GetString(2)),
                SellerTaxId = reader.GetString(3),
                SellerName = reader.GetString(4),
                BuyerUscc = reader.GetString(5),
                InvoiceDate = reader.GetFieldValue<DateOnly>(6),
                CommodityName = reader.GetString(7),
                Unit = reader.GetString(8),
                Quantity = quantity,
                TaxBase = taxBase,
                VatRate = reader.GetDecimal(11),
                Tax = reader.GetDecimal(12),
                Status = ValueOf<InvoiceStatus>(reader.GetString(13)),
                Certified = reader.GetBoolean(14),
                UsedForDeduction = deducted > 0 && deducted >= taxBase,
                DeductedTaxBase = deducted,
                CrossCheck = ValueOf<CrossCheck>(reader.GetString(16)),
                SimpleRate = reader.GetBoolean(17),
                RemainingTaxBase = Math.Max(0, taxBase - deducted - baseUsedByOthers),
                RemainingQuantity = Math.Max(0, quantity - quantityUsedByOthers),
                UsedIn = owner.UsedElsewhere(reader.GetString(20), baseUsedByOthers),
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

    public void ConnectFxReceipts() => fxReceipts = new(StringComparer.Ordinal);

    public void ReadFxReceipt(NpgsqlDataReader reader)
    {
        var lineNo = reader.GetString(0);
        var received = fxReceipts ??= new(StringComparer.Ordinal);
        var receipt = new ForexReceipt(
            reader.GetString(2),
            reader.GetDecimal(3),
            reader.GetFieldValue<DateOnly>(4)
        );
        received[lineNo] = received
            .GetValueOrDefault(lineNo, ForexReceived.None)
            .And(receipt, isDeemed: reader.GetString(1) == "DEEMED");
    }

    /// <summary>Notes that another filing uses part of a customs line and is not decided.</summary>
    public void TakeUndecidedPart(string lineNo, UndecidedPart part) =>
        customsLines[lineNo] = customsLines[lineNo] with { UndecidedPart = part };

    public void ReadMonth(NpgsqlDataReader reader)
    {
        HasSettlements = reader.GetBoolean(2);
        previousCredit = reader.IsDBNull(3) ? null : reader.GetDecimal(3);
        if (!reader.IsDBNull(0))
        {
            vatReturn = new VatReturnRecord
            {
                EcrSalesCny = reader.GetDecimal(0),
                EndingCredit = reader.GetDecimal(1),
            };
        }
    }

    public void ReadLink(NpgsqlDataReader reader) => links.Add(MonthSql.LinkFrom(reader));

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
