namespace RebateFlow.Identity;

/// <summary>The section <c>Identity</c> of the configuration.</summary>
public sealed class IdentitySettings
{
    public const string Section = "Identity";

    /// <summary>
    /// What tokens name as their issuer. Null (the default): the address a request came to, which
    /// suits one address only, since <c>localhost</c> and <c>127.0.0.1</c> are two issuers.
    /// </summary>
    public Uri? Issuer { get; init; }

    /// <summary>
    /// Folder of <c>signing*.pem</c> and <c>encryption.key</c>. Required outside Development;
    /// null in Development means keys that live as long as the process.
    /// </summary>
    public string? KeyDirectory { get; init; }

    /// <summary>JSON file of demo clients; refused outside Development. Default: none.</summary>
    public string? DemoClientsFile { get; init; }

    /// <summary>
    /// Where the portal stands; it becomes the public client <c>portal</c>. Default: none, and in
    /// Development <c>http://localhost:7080</c>.
    /// </summary>
    public Uri? PortalAddress { get; init; }
}
