using Dapper;
using Npgsql;
using RebateFlow.Intake.Checks.Doubts;
using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Checks.Information;
using RebateFlow.Intake.Checks.Reference;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Reference;

/// <summary>SQL of the dated tables that were fed: they stand before those of the build.</summary>
public static class ReferenceTableSql
{
    private const string DoubtsSql = """
        SELECT code, valid_from, level, passable_by, text_zh, text_en, remedy_zh, remedy_en
        FROM doubt_code
        """;

    private const string SettingsSql = "SELECT name, valid_from, value FROM check_setting";

    private const string PeriodsSql = """
        SELECT period, valid_from, valid_to, late_filing, late_limit_months FROM policy_period
        """;

    private const string NoDataEffectsSql = """
        SELECT period, code, valid_from, level, passable_by FROM no_data_effect
        """;

    private const string VoucherKindsSql = "SELECT kind, valid_from, earns_for FROM voucher_kind";

    /// <summary>Reads all of them.</summary>
    public static async Task<ReferenceData> LoadAsync(
        NpgsqlTransaction transaction,
        CancellationToken cancel
    )
    {
        var doubts = await QueryAsync<StoredDoubt>(transaction, DoubtsSql, cancel);
        var settings = await QueryAsync<StoredSetting>(transaction, SettingsSql, cancel);
        var periods = await QueryAsync<StoredPeriod>(transaction, PeriodsSql, cancel);
        var effects = await QueryAsync<StoredEffect>(transaction, NoDataEffectsSql, cancel);
        var kinds = await QueryAsync<StoredVoucherKind>(transaction, VoucherKindsSql, cancel);
        return ReferenceData.Embedded.With(
            doubts.Select(row => row.ToRow()),
            settings.Select(row => (row.Name, row.ValidFrom, row.Value)),
            [.. periods.Select(row => row.ToPeriod())],
            effects.Select(row => row.ToEffect()),
            kinds.Select(row => row.ToRow())
        );
    }

    private static Task<IEnumerable<T>> QueryAsync<T>(
        NpgsqlTransaction transaction,
        string sql,
        CancellationToken cancel
    ) =>
        transaction.Connection!.QueryAsync<T>(
            new CommandDefinition(sql, transaction: transaction, cancellationToken: cancel)
        );

    private static T ValueOf<T>(string name)
        where T : struct, Enum =>
        WireCode.TryParse(name, out T value)
            ? value
            : throw new InvalidOperationException($"{name} is no {typeof(T).Name}.");

    private sealed record StoredDoubt
    {
        public required string Code { get; init; }
        public required DateOnly ValidFrom { get; init; }
        public required string Level { get; init; }
        public required string PassableBy { get; init; }
        public required string TextZh { get; init; }
        public required string TextEn { get; init; }
        public required string RemedyZh { get; init; }
        public required string RemedyEn { get; init; }

        public DoubtRow ToRow() =>
            new()
            {
                Code = Code,
                Level = ValueOf<DoubtLevel>(Level),
                PassableBy = ValueOf<PassableBy>(PassableBy),
                TextZh = new DoubtText(TextZh),
                TextEn = new DoubtText(TextEn),
                RemedyZh = RemedyZh,
                RemedyEn = RemedyEn,
                ValidFrom = ValidFrom,
            };
    }

    private sealed record StoredSetting
    {
        public required string Name { get; init; }
        public required DateOnly ValidFrom { get; init; }
        public required decimal Value { get; init; }
    }

    private sealed record StoredEffect
    {
        public required string Period { get; init; }
        public required string Code { get; init; }
        public required DateOnly ValidFrom { get; init; }
        public required string Level { get; init; }
        public required string PassableBy { get; init; }

        public NoDataEffect ToEffect() =>
            new()
            {
                Period = Period,
                Code = Code,
                Level = ValueOf<DoubtLevel>(Level),
                PassableBy = ValueOf<PassableBy>(PassableBy),
                ValidFrom = ValidFrom,
            };
    }

    private sealed record StoredVoucherKind
    {
        public required string Kind { get; init; }
        public required DateOnly ValidFrom { get; init; }
        public required string EarnsFor { get; init; }

        public VoucherKindRow ToRow() =>
            new()
            {
                Kind = ValueOf<VoucherKind>(Kind),
                ValidFrom = ValidFrom,
                EarnsFor = VoucherKindRow.ReadEarners(EarnsFor),
            };
    }

    private sealed record StoredPeriod
    {
        public required string Period { get; init; }
        public required DateOnly ValidFrom { get; init; }
        public DateOnly? ValidTo { get; init; }
        public required string LateFiling { get; init; }
        public int? LateLimitMonths { get; init; }

        public PolicyPeriod ToPeriod() =>
            new()
            {
                Version = Period,
                ValidFrom = ValidFrom,
                ValidTo = ValidTo,
                LateFiling = ValueOf<LateFiling>(LateFiling),
                LateLimitMonths = LateLimitMonths,
            };
    }
}
