namespace RebateFlow.Intake.Settlements;

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
