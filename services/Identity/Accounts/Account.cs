namespace RebateFlow.Identity.Accounts;

/// <summary>A person who signs in with a password.</summary>
public sealed class Account
{
    /// <summary>Becomes the claim <c>sub</c>; never given to another person.</summary>
    public required Guid Id { get; init; }

    /// <summary>What the person types, in lower case, 1 to 64 characters.</summary>
    public required string UserName { get; init; }

    /// <summary>Made by ASP.NET's PasswordHasher (PBKDF2); it carries its own parameters.</summary>
    public required string PasswordHash { get; set; }

    public required string DisplayName { get; set; }

    /// <summary>
    /// Names of <c>design.md</c> section 9's roles, for example <c>officer.review</c>.
    /// </summary>
    public required string[] Roles { get; set; }

    /// <summary>The enterprise an exporter is bound to; null for everybody else.</summary>
    public string? Uscc { get; set; }

    /// <summary>
    /// Eleven digits; the authority an officer works for; null for everybody else.
    /// </summary>
    public string? TaxAuthority { get; set; }

    /// <summary>
    /// True for an account of the demo file: no environment but Development starts with one.
    /// </summary>
    public bool IsDemo { get; init; }

    /// <summary>Wrong passwords since the last right one or the last lock.</summary>
    public int FailedSignIns { get; set; }

    /// <summary>No password is looked at before this moment (UTC); null when not locked.</summary>
    public DateTimeOffset? LockedUntil { get; set; }
}
