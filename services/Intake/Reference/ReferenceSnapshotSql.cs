using System.Data;
using Dapper;
using Npgsql;
using RebateFlow.Intake.Checks.Rates;
using RebateFlow.Primitives;

namespace RebateFlow.Intake.Reference;

/// <summary>SQL of the reference data that is held in memory.</summary>
public static class ReferenceSnapshotSql
{
    /// <summary>The version in force.</summary>
    public static async Task<long> VersionAsync(NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("SELECT version FROM reference_version");
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>Reads all of it as of one moment.</summary>
    public static async Task<ReferenceSnapshot> LoadAsync(
        NpgsqlDataSource database,
        CancellationToken cancel
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(
            IsolationLevel.RepeatableRead,
            cancel
        );
        var version = await connection.ExecuteScalarAsync<long>(
            new CommandDefinition(
                "SELECT version FROM reference_version",
                transaction: transaction,
                cancellationToken: cancel
            )
        );
        var rates = await LoadRatesAsync(transaction, cancel);
        var exchangeRates = await LoadExchangeRatesAsync(transaction, cancel);
        var tables = await ReferenceTableSql.LoadAsync(transaction, cancel);
        await transaction.CommitAsync(cancel);
        return new ReferenceSnapshot(
            version,
            new RateLibrary(rates),
            new ExchangeRates(exchangeRates),
            tables
        );
    }

    private static async Task<List<RateRow>> LoadRatesAsync(
        NpgsqlTransaction transaction,
        CancellationToken cancel
    )
    {
        const string sql = """
            SELECT code, name, unit1, unit2, vat_rates_percent, rebate_rate_percent,
              special_flag, valid_from, valid_to
            FROM rate_library_row
            """;
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<RateRow>();
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(
                new RateRow
                {
                    Code = reader.GetString(0),
                    Name = reader.GetString(1),
                    Unit1 = reader.GetString(2),
                    Unit2 = reader.IsDBNull(3) ? null : reader.GetString(3),
                    VatRates = reader.GetFieldValue<decimal[]>(4),
                    RebateRate = reader.GetDecimal(5),
                    SpecialFlag = FlagOf(reader.GetString(6)),
                    ValidFrom = reader.GetFieldValue<DateOnly>(7),
                    ValidTo = reader.IsDBNull(8) ? null : reader.GetFieldValue<DateOnly>(8),
                }
            );
        }
        return rows;
    }

    private static async Task<List<ExchangeRateRow>> LoadExchangeRatesAsync(
        NpgsqlTransaction transaction,
        CancellationToken cancel
    )
    {
        const string sql = "SELECT currency, month, cny_per_unit FROM exchange_rate";
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<ExchangeRateRow>();
        while (await reader.ReadAsync(cancel))
        {
            if (Period.TryParse(reader.GetString(1), out var month))
                rows.Add(new ExchangeRateRow(reader.GetString(0), month, reader.GetDecimal(2)));
        }
        return rows;
    }

    private static SpecialFlag FlagOf(string flag) =>
        flag switch
        {
            "" => SpecialFlag.None,
            "1" => SpecialFlag.DomesticSale,
            "2" => SpecialFlag.Exempt,
            var other => throw new InvalidOperationException($"Unknown special flag {other}."),
        };
}
