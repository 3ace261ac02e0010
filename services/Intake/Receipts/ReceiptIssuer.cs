namespace RebateFlow.Intake.Receipts;

/// <summary>Who issues a receipt.</summary>
/// <param name="Name">The member <c>iss</c>.</param>
/// <param name="Type">
/// The header <c>typ</c>; it keeps a receipt from being taken for a token, or for one of another
/// issuer.
/// </param>
/// <param name="Mark">
/// Name of a member that is true and tells people that the receipt proves nothing; null for one
/// that does.
/// </param>
public sealed record ReceiptIssuer(string Name, string Type, string? Mark)
{
    /// <summary>The authority, by the name of the settings.</summary>
    public static ReceiptIssuer Real(string name) =>
        new(name, "rebateflow-receipt+jws", Mark: null);
}
