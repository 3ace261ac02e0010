using System.Globalization;
using RebateFlow.Intake.Checks.Doubts;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Checks.Reference;

/// <summary>Code tables and dated settings of the checks.</summary>
public sealed record ReferenceData
{
    private static readonly Lazy<ReferenceData> Loaded = new(Load);

    /// <summary>Texts, levels and who may pass, by code.</summary>
    public required DoubtCatalogue Doubts { get; init; }

    /// <summary>Units of measure.</summary>
    public required UnitTable Units { get; init; }

    /// <summary>Trade modes.</summary>
    public required TradeModes TradeModes { get; init; }

    /// <summary>Currencies.</summary>
    public required CurrencyTable Currencies { get; init; }

    /// <summary>Business types.</summary>
    public required BusinessTypes BusinessTypes { get; init; }

    /// <summary>Customs districts.</summary>
    public required CustomsDistricts CustomsDistricts { get; init; }

    /// <summary>Countries and regions.</summary>
    public required CountryTable Countries { get; init; }

    /// <summary>Source regions of goods.</summary>
    public required SourceRegions SourceRegions { get; init; }

    /// <summary>What each kind of purchase voucher earns.</summary>
    public required VoucherKinds VoucherKinds { get; init; }

    /// <summary>Sets of rules by export date.</summary>
    public required PolicyPeriods PolicyPeriods { get; init; }

    /// <summary>What the form on missing information turns doubts into.</summary>
    public required NoDataEffects NoDataEffects { get; init; }

    /// <summary>Tolerances and limits.</summary>
    public required CheckSettings Settings { get; init; }

    /// <summary>The tables of seeds/reference that this build carries; read once.</summary>
    public static ReferenceData Embedded => Loaded.Value;

    /// <summary>The same with dated rows that stand before those of the build.</summary>
    public ReferenceData With(
        IEnumerable<DoubtRow> doubts,
        IEnumerable<(string Name, DateOnly From, decimal Value)> settings,
        IReadOnlyCollection<PolicyPeriod> policyPeriods,
        IEnumerable<NoDataEffect> noDataEffects,
        IEnumerable<VoucherKindRow>? voucherKinds = null
    ) =>
        this with
        {
            Doubts = Doubts.With(doubts),
            Settings = Settings.With(settings),
            PolicyPeriods = PolicyPeriods.With(policyPeriods),
            NoDataEffects = NoDataEffects.With(noDataEffects),
            VoucherKinds = VoucherKinds.With(voucherKinds ?? []),
        };

    private static ReferenceData Load() =>
        new()
        {
            Doubts = DoubtCatalogue.Embedded,
            Units = new UnitTable(LoadUnits()),
            TradeModes = new TradeModes(LoadTradeModes()),
            Currencies = new CurrencyTable(
                LoadColumns("currencies.csv", "customs_numeric_old", "code"),
                LoadColumns("currencies.csv", "code", "code").Keys
            ),
            VoucherKinds = new VoucherKinds(LoadVoucherKinds()),
            Countries = new CountryTable(LoadColumns("countries.csv", "alpha3", "alpha3").Keys),
            SourceRegions = new SourceRegions(
                LoadColumns("source-regions.csv", "code", "code").Keys
            ),
            BusinessTypes = new BusinessTypes(
                LoadColumns("business-types.csv", "code", "trade_mode")
            ),
            CustomsDistricts = new CustomsDistricts(
                LoadColumns("customs-districts.csv", "code", "code").Keys
            ),
            PolicyPeriods = new PolicyPeriods(LoadPolicyPeriods()),
            NoDataEffects = new NoDataEffects(LoadNoDataEffects()),
            Settings = new CheckSettings(LoadSettings()),
        };

    private static List<UnitRow> LoadUnits()
    {
        var units = new List<UnitRow>();
        using var reader = EmbeddedTable.Open("units.csv");
        foreach (var row in reader)
        {
            var code = row["code"].ToString();
            var baseCode = row["base_code"].ToString();
            var otherNames = row["other_names"].ToString();
            units.Add(
                new UnitRow(
                    code,
                    row["name_zh"].ToString(),
                    baseCode.Length == 0 ? code : baseCode,
                    baseCode.Length == 0 ? 1m : row["factor_to_base"].Parse<decimal>()
                )
                {
                    OtherNames = otherNames.Length == 0 ? [] : otherNames.Split('|'),
                }
            );
        }
        return units;
    }

    private static Dictionary<string, RebateTreatment> LoadTradeModes()
    {
        var treatments = new Dictionary<string, RebateTreatment>(StringComparer.Ordinal);
        using var reader = EmbeddedTable.Open("trade-modes.csv");
        foreach (var row in reader)
            treatments[row["code"].ToString()] = Read<RebateTreatment>(
                row["rebate_treatment"].Span
            );
        return treatments;
    }

    /// <summary>Two columns of a table; rows that lack the first are left out.</summary>
    private static Dictionary<string, string> LoadColumns(string fileName, string key, string value)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        using var reader = EmbeddedTable.Open(fileName);
        foreach (var row in reader)
        {
            if (row[key].ToString() is { Length: > 0 } found)
                values[found] = row[value].ToString();
        }
        return values;
    }

    private static List<PolicyPeriod> LoadPolicyPeriods()
    {
        var periods = new List<PolicyPeriod>();
        using var reader = EmbeddedTable.Open("policy_periods.csv");
        foreach (var row in reader)
        {
            var lastDay = row["valid_to"].Span;
            var months = row["late_limit_months"].Span;
            periods.Add(
                new PolicyPeriod
                {
                    Version = row["version"].ToString(),
                    ValidFrom = Day(row["valid_from"].Span),
                    ValidTo = lastDay.IsEmpty ? null : Day(lastDay),
                    LateFiling = Read<LateFiling>(row["late_filing"].Span),
                    LateLimitMonths = months.IsEmpty
                        ? null
                        : int.Parse(months, CultureInfo.InvariantCulture),
                }
            );
        }
        return periods;
    }

    private static List<NoDataEffect> LoadNoDataEffects()
    {
        var effects = new List<NoDataEffect>();
        using var reader = EmbeddedTable.Open("no-data-effects.csv");
        foreach (var row in reader)
        {
            effects.Add(
                new NoDataEffect
                {
                    Period = row["period"].ToString(),
                    Code = row["code"].ToString(),
                    Level = Read<DoubtLevel>(row["level"].Span),
                    PassableBy = Read<PassableBy>(row["passable_by"].Span),
                    ValidFrom = Day(row["valid_from"].Span),
                }
            );
        }
        return effects;
    }

    private static List<VoucherKindRow> LoadVoucherKinds()
    {
        var kinds = new List<VoucherKindRow>();
        using var reader = EmbeddedTable.Open("voucher-kinds.csv");
        foreach (var row in reader)
        {
            kinds.Add(
                new VoucherKindRow
                {
                    Kind = Read<VoucherKind>(row["kind"].Span),
                    ValidFrom = Day(row["valid_from"].Span),
                    EarnsFor = VoucherKindRow.ReadEarners(row["earns_for"].ToString()),
                }
            );
        }
        return kinds;
    }

    private static List<(string Name, DateOnly From, decimal Value)> LoadSettings()
    {
        var settings = new List<(string, DateOnly, decimal)>();
        using var reader = EmbeddedTable.Open("check-settings.csv");
        foreach (var row in reader)
        {
            var value = decimal.Parse(row["value"].Span, CultureInfo.InvariantCulture);
            settings.Add((row["name"].ToString(), Day(row["valid_from"].Span), value));
        }
        return settings;
    }

    private static DateOnly Day(ReadOnlySpan<char> text) =>
        DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static T Read<T>(ReadOnlySpan<char> name)
        where T : struct, Enum =>
        WireCode.TryParse(name.ToString(), out T value)
            ? value
            : throw new InvalidOperationException($"{name} is not one of {WireCode.List<T>()}.");
}
