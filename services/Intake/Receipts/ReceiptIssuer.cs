namespace RebateFlow.Intake.Receipts;

/// <summary>
/// Who issues a receipt. One of the sandbox differs in all that a verifier may look at: the key,
/// its set, the type, the issuer, and a member that says so to people.
/// </summary>
/// <param name="Name">The member <c>iss</c>.</param>
/// <param name="Type">
/// The header <c>typ</c>; it keeps a receipt from being taken for a token, or one of the sandbox
/// for a real one.
/// </param>
/// <param name="IsSandbox">Whether it proves nothing.</param>
public sealed record ReceiptIssuer(string Name, string Type, bool IsSandbox)
{
    /// <summary>The authority, by the name of the settings.</summary>
    public static ReceiptIssuer Real(string name) => new(name, "rebateflow-receipt+jws", false);

    /// <summary>Its sandbox.</summary>
    public static ReceiptIssuer Sandbox(string name) =>
        new($"{name}#sandbox", "rebateflow-sandbox-receipt+jws", true);
}
