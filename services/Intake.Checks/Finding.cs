using System.Globalization;
using RebateFlow.Intake.Checks.Information;

namespace RebateFlow.Intake.Checks;

/// <summary>
/// What a check found; the catalogue turns it into a doubt with level, text and remedy.
/// </summary>
/// <param name="Code">Code of the catalogue.</param>
/// <param name="Field">Field by its API name; empty when the whole line is meant.</param>
/// <param name="Declared">What was declared.</param>
/// <param name="Expected">What it was compared with.</param>
internal sealed record Finding(string Code, string Field, string Declared, string Expected)
{
    /// <summary>
    /// Feed that would bring missing information, when that is what the doubt is about.
    /// </summary>
    public string? AwaitedFeed { get; init; }

    /// <summary>Natural key of the missing information.</summary>
    public string AwaitedKey { get; init; } = "";

    /// <summary>
    /// What a form on missing information leaves of the doubt; it then no longer waits, but the
    /// arrival of the information is a reason to check again.
    /// </summary>
    public NoDataEffect? Effect { get; init; }

    /// <summary>Place when it is not the line's own number.</summary>
    public string? Place { get; init; }

    public static string Money(decimal amount) =>
        amount.ToString("0.00", CultureInfo.InvariantCulture);

    public static string Number(decimal number) =>
        number.ToString("0.############", CultureInfo.InvariantCulture);

    public static string Day(DateOnly day) =>
        day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
