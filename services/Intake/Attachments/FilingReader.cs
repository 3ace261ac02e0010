using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Attachments;

/// <summary>Who reads what was handed in with a filing.</summary>
/// <param name="Uscc">Of an exporter, who reads its own; null for an officer.</param>
/// <param name="TaxAuthority">Of an officer, who reads those of the own authority.</param>
public sealed record FilingReader(string? Uscc, string? TaxAuthority)
{
    /// <summary>
    /// Policy: an exporter, its program in the sandbox, or an officer of any post.
    /// </summary>
    public const string Policy = "filing-reader";

    /// <summary>The reader of a request.</summary>
    public static FilingReader Of(HttpContext http) =>
        Roles.Exporters.Any(http.User.IsInRole)
            ? new(http.User.Uscc(), null)
            : new(null, http.User.TaxAuthority());
}
