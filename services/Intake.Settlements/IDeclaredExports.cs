using Npgsql;
using RebateFlow.Intake.Rebates;

namespace RebateFlow.Intake;

/// <summary>What an exporter declared under a book; Intake reads it from live filings.</summary>
public interface IDeclaredExports
{
    /// <summary>
    /// Sums the export lines of a period by their rates, from filings that cleared and were neither
    /// returned, rejected nor withdrawn.
    /// </summary>
    Task<DeclaredExports> FindAsync(
        NpgsqlTransaction transaction,
        SettlementScope scope,
        CancellationToken cancel
    );
}

/// <summary>Which exports a settlement is about.</summary>
/// <param name="Uscc">The exporter.</param>
/// <param name="BookNo">The book, 12 characters.</param>
/// <param name="PeriodStart">First export date.</param>
/// <param name="PeriodEnd">Last export date.</param>
public sealed record SettlementScope(
    string Uscc,
    string BookNo,
    DateOnly PeriodStart,
    DateOnly PeriodEnd
);
