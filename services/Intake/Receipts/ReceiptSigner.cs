namespace RebateFlow.Intake.Receipts;

/// <summary>Who signs receipts, and with which keys.</summary>
/// <param name="Issuer">As receipts name it.</param>
/// <param name="ReadKeysAsync">The keys; they may have to be loaded first.</param>
public sealed record ReceiptSigner(
    ReceiptIssuer Issuer,
    Func<CancellationToken, ValueTask<ReceiptKeys>> ReadKeysAsync
);
