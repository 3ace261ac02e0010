using System.Collections.Frozen;
using System.Globalization;

namespace RebateFlow.Intake.Checks.Reference;

/// <summary>
/// Tolerances and limits of the checks as dated rows; see seeds/reference/check-settings.csv.
/// </summary>
public sealed class CheckSettings
{
    private readonly FrozenDictionary<string, (DateOnly From, decimal Value)[]> _rows;

    /// <summary>Takes the rows in any order.</summary>
    public CheckSettings(IEnumerable<(string Name, DateOnly From, decimal Value)> rows) =>
        _rows = rows.GroupBy(r => r.Name, StringComparer.Ordinal)
            .ToFrozenDictionary(
                g => g.Key,
                g => g.OrderByDescending(r => r.From).Select(r => (r.From, r.Value)).ToArray(),
                StringComparer.Ordinal
            );

    /// <summary>Names that have a value.</summary>
    public IReadOnlyCollection<string> Names => _rows.Keys;

    /// <summary>The rows of these settings, and others that stand before them.</summary>
    public CheckSettings With(IEnumerable<(string Name, DateOnly From, decimal Value)> rows) =>
        new(
            rows.Concat(
                _rows.SelectMany(ofName =>
                    ofName.Value.Select(row => (ofName.Key, row.From, row.Value))
                )
            )
        );

    /// <summary>The limits in force on a day.</summary>
    public CheckLimits On(DateOnly day)
    {
        var endOfFiling = (int)Value("normal_filing_end", day);
        return new CheckLimits
        {
            FobTolerancePercent = Value("fob_tolerance_percent", day),
            FobToleranceUsd = Value("fob_tolerance_usd", day),
            TaxToleranceCny = Value("tax_tolerance_cny", day),
            BaseToleranceCny = Value("base_tolerance_cny", day),
            InvoiceTaxToleranceCny = Value("invoice_tax_tolerance_cny", day),
            ExchangeRateTolerancePercent = Value("exchange_rate_tolerance_percent", day),
            VatReturnToleranceCny = Value("vat_return_tolerance_cny", day),
            AllocationRateTolerance = Value("allocation_rate_tolerance", day),
            FilingEndMonth = endOfFiling / 100,
            FilingEndDay = endOfFiling % 100,
            HighestClassWithoutCrossCheck = (int)Value("highest_class_without_cross_check", day),
            ForexMaterialClass = (int)Value("forex_material_class", day),
            FormalDeclarationGraceDays = (int)Value("formal_declaration_grace_days", day),
            SettledRateStart = (int)Value("settled_rate_start", day),
            MonthsInClassFour = (int)Value("months_in_class_4", day),
            FirstPeriodHere = Value("first_period_here", day)
                .ToString("000000", CultureInfo.InvariantCulture),
            FxReceiptsFed = Value("fx_receipts_fed", day) != 0,
            ErFirstPeriodMonths = (int)Value("er_first_period_months", day),
            EcrFirstPeriodMonths = (int)Value("ecr_first_period_months", day),
            GoodsNameOverlapPercent = Value("goods_name_overlap_percent", day),
            FxReceiptTolerancePercent = Value("fx_receipt_tolerance_percent", day),
        };
    }

    private decimal Value(string name, DateOnly day)
    {
        if (_rows.TryGetValue(name, out var rows))
        {
            foreach (var (from, value) in rows)
            {
                if (from <= day)
                    return value;
            }
        }
        throw new InvalidOperationException(
            $"No row of the check setting {name} holds on {day:O}."
        );
    }
}

/// <summary>The tolerances and limits in force on the day of a check.</summary>
public sealed record CheckLimits
{
    /// <summary>Allowed difference of FOB from the customs value, percent of the latter.</summary>
    public required decimal FobTolerancePercent { get; init; }

    /// <summary>Difference of FOB that is allowed in any case, US dollars.</summary>
    public required decimal FobToleranceUsd { get; init; }

    /// <summary>Allowed difference of a declared tax from the computed one, CNY yuan.</summary>
    public required decimal TaxToleranceCny { get; init; }

    /// <summary>How much a claimed base may exceed the invoice, CNY yuan; never rebated.</summary>
    public required decimal BaseToleranceCny { get; init; }

    /// <summary>
    /// What the tax of an invoice may differ from amount times rate, CNY yuan (M219).
    /// </summary>
    public required decimal InvoiceTaxToleranceCny { get; init; }

    /// <summary>Allowed distance of an exchange rate from that of the month, percent.</summary>
    public required decimal ExchangeRateTolerancePercent { get; init; }

    /// <summary>Allowed difference from the VAT return, CNY yuan.</summary>
    public required decimal VatReturnToleranceCny { get; init; }

    /// <summary>Allowed difference of allocation rates, as a fraction.</summary>
    public required decimal AllocationRateTolerance { get; init; }

    /// <summary>Month of the last normal day of declaring, in the year after the export.</summary>
    public required int FilingEndMonth { get; init; }

    /// <summary>Day of that month.</summary>
    public required int FilingEndDay { get; init; }

    /// <summary>Enterprise class up to which certified invoices do without a cross-check.</summary>
    public required int HighestClassWithoutCrossCheck { get; init; }

    /// <summary>Enterprise class from which on foreign exchange material is filed.</summary>
    public required int ForexMaterialClass { get; init; }

    /// <summary>
    /// Days from the decision that are always left to declare formally, whatever has ended.
    /// </summary>
    public required int FormalDeclarationGraceDays { get; init; }

    /// <summary>
    /// Month and day (MMdd) in the year after a settled period from which on its actual rate is the
    /// planned one.
    /// </summary>
    public required int SettledRateStart { get; init; }

    /// <summary>Months that class 4 holds at least, unless the tax credit was repaired.</summary>
    public required int MonthsInClassFour { get; init; }

    /// <summary>
    /// First period whose filings are all here, yyyyMM; what was declared earlier is not known.
    /// </summary>
    public required string FirstPeriodHere { get; init; }

    /// <summary>
    /// Whether the authority connects the feed of foreign-exchange receipts; until then R308 and
    /// R309 are not judged.
    /// </summary>
    public required bool FxReceiptsFed { get; init; }

    /// <summary>Months from that of the export to the first period to declare it (ER).</summary>
    public required int ErFirstPeriodMonths { get; init; }

    /// <summary>The same under ECR.</summary>
    public required int EcrFirstPeriodMonths { get; init; }

    /// <summary>
    /// How much of two goods names must be common, in percent of their letters, for a longer one
    /// to count as the shorter one in more detail.
    /// </summary>
    public required decimal GoodsNameOverlapPercent { get; init; }

    /// <summary>
    /// Allowed difference of the foreign exchange received from FOB, percent of the latter.
    /// </summary>
    public required decimal FxReceiptTolerancePercent { get; init; }

    /// <summary>
    /// First export date that a settled rate is the planned one for: the dated day of the year
    /// after the period, and not before the registration, so that no export of before is touched.
    /// </summary>
    public DateOnly SettledRateFrom(DateOnly periodEnd, DateOnly registeredOn)
    {
        var year = Math.Min(periodEnd.Year + 1, DateOnly.MaxValue.Year);
        var start = new DateOnly(year, SettledRateStart / 100, SettledRateStart % 100);
        return start < registeredOn ? registeredOn : start;
    }

    /// <summary>Last normal day to declare an export.</summary>
    public DateOnly NormalEndFor(DateOnly exportDate) =>
        new(Math.Min(exportDate.Year + 1, DateOnly.MaxValue.Year), FilingEndMonth, FilingEndDay);
}
