namespace RebateFlow.Intake.Receipts;

/// <summary>The section <c>Receipts</c> of the configuration.</summary>
public sealed class ReceiptSettings
{
    public const string Section = "Receipts";

    /// <summary>
    /// Folder of <c>receipt*.pem</c>: EC keys on P-256. Required outside Development; null in
    /// Development means a key that lives as long as the process.
    /// </summary>
    public string? KeyDirectory { get; init; }

    /// <summary>
    /// The issuer that receipts name; an authority writes its address. Default: rebateflow.
    /// </summary>
    public string Issuer { get; init; } = "rebateflow";
}
