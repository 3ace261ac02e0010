using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Queue;

/// <summary>
/// What a list of cases is narrowed down to, as texts of a query or of a saved filter.
/// </summary>
/// <remarks>Every value that is given must hold; one that is no such value is refused.</remarks>
public sealed record CaseFilter
{
    /// <summary>GREEN, STANDARD or ENHANCED.</summary>
    public string? Channel { get; init; }

    /// <summary>Without it the live ones; with preDeclarationId any state.</summary>
    public string? State { get; init; }

    /// <summary>The post whose turn it is, or was when the case left the queue.</summary>
    public string? Post { get; init; }

    /// <summary>
    /// Who has claimed the case, or decided it; <c>me</c> for the caller. At most 200 characters.
    /// </summary>
    public string? Officer { get; init; }

    /// <summary>11 digits; nobody sees another authority's cases than the own.</summary>
    public string? TaxAuthority { get; init; }

    /// <summary>First period of the declaration, yyyyMM.</summary>
    public string? PeriodFrom { get; init; }

    /// <summary>Last period of the declaration, yyyyMM.</summary>
    public string? PeriodTo { get; init; }

    /// <summary>Least claimed rebate, CNY yuan, 0 or more.</summary>
    public string? RebateFrom { get; init; }

    /// <summary>Greatest claimed rebate, CNY yuan, 0 or more.</summary>
    public string? RebateTo { get; init; }

    /// <summary>1 to 4.</summary>
    public string? EnterpriseClass { get; init; }

    /// <summary>A code of the catalogue such as M105, among the doubts of the attempt.</summary>
    public string? DoubtCode { get; init; }

    /// <summary>true: only those whose due date has passed; false: only the others.</summary>
    public string? Overdue { get; init; }

    /// <summary>Due earlier than this day, yyyy-MM-dd.</summary>
    public string? DueBefore { get; init; }

    /// <summary>18 characters.</summary>
    public string? Uscc { get; init; }

    /// <summary>UUID.</summary>
    public string? PreDeclarationId { get; init; }

    /// <summary>The names under which a query gives the values.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        .. typeof(CaseFilter)
            .GetProperties()
            .Where(property => property.CanWrite)
            .Select(property => char.ToLowerInvariant(property.Name[0]) + property.Name[1..]),
    ];

    /// <summary>Names of a query that no filter has: each is a fault, not a silent no.</summary>
    public static IEnumerable<FieldError> Unknown(HttpContext http, params string[] besides) =>
        http
            .Request.Query.Keys.Where(name =>
                !Names.Concat(besides).Contains(name, StringComparer.OrdinalIgnoreCase)
            )
            .Select(name => new FieldError(
                name,
                $"没有这一筛选条件，可用：{string.Join(", ", Names)}",
                $"There is no such filter; there are {string.Join(", ", Names)}"
            ));
}
