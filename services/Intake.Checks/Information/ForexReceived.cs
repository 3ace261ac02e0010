namespace RebateFlow.Intake.Checks.Information;

/// <summary>Foreign exchange received for a customs line 收汇, or what stands for it.</summary>
/// <param name="Receipts">Receipts, one after the other.</param>
/// <param name="IsDeemed">Whether material for 视同收汇 was filed, which no amount belongs to.</param>
public sealed record ForexReceived(IReadOnlyList<ForexReceipt> Receipts, bool IsDeemed)
{
    /// <summary>None.</summary>
    public static readonly ForexReceived None = new([], IsDeemed: false);

    /// <summary>One more; of one that is deemed no amount counts.</summary>
    public ForexReceived And(ForexReceipt receipt, bool isDeemed) =>
        isDeemed ? this with { IsDeemed = true } : this with { Receipts = [.. Receipts, receipt] };
}

/// <summary>A receipt.</summary>
/// <param name="Currency">ISO 4217 letters, or the digits of before.</param>
/// <param name="Amount">In the currency, two places, 0 or more.</param>
/// <param name="ReceivedOn">Day it came in.</param>
public sealed record ForexReceipt(string Currency, decimal Amount, DateOnly ReceivedOn);
