using Microsoft.AspNetCore.Http.HttpResults;
using RebateFlow.Intake.Attachments;
using RebateFlow.Intake.Checks.Reference;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Forms;

/// <summary>
/// The forms of today by which doubts are answered, and the doubts that are answered with a paper
/// or with the self-inspection form.
/// </summary>
public static class ListForms
{
    /// <summary>The answers there are.</summary>
    /// <param name="AttachmentDoubts">Doubts whose remedies ask for papers.</param>
    /// <param name="SelfInspectionDoubts">Doubts that ask for the form 自查表.</param>
    public sealed record FormList(
        IReadOnlyList<FormDefinition> Items,
        IReadOnlyList<string> AttachmentDoubts,
        IReadOnlyList<string> SelfInspectionDoubts
    );

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/forms", Handle)
            .RequireAuthorization(FilingReader.Policy)
            .Produces<FormList>();

    private static Ok<FormList> Handle(HttpContext http, AuthorityClock clock)
    {
        var (today, isChinese) = (clock.Today, Language.IsChinese(http));
        return TypedResults.Ok(
            new FormList(
                [.. RemedyForms.On(today).Select(form => FormDefinition.Of(form, isChinese))],
                RemedyForms.DoubtsOf(RemedyForms.Attachment, today),
                RemedyForms.DoubtsOf(RemedyForms.SelfInspection, today)
            )
        );
    }
}

/// <summary>A form, in the reader's language.</summary>
/// <param name="Form">Its code, such as fob-difference.</param>
/// <param name="From">First day of this version.</param>
/// <param name="DoubtCodes">Doubts whose remedies ask for it.</param>
public sealed record FormDefinition(
    string Form,
    string Name,
    DateOnly From,
    IReadOnlyList<string> DoubtCodes,
    IReadOnlyList<ColumnDefinition> Columns
)
{
    internal static FormDefinition Of(RemedyForm form, bool isChinese) =>
        new(
            form.Code,
            isChinese ? form.Zh : form.En,
            form.From,
            form.Doubts,
            [
                .. form.Columns.Select(column => new ColumnDefinition(
                    column.Name,
                    isChinese ? column.Zh : column.En,
                    WireCode.Of(column.Kind),
                    column.IsRequired
                )),
            ]
        );
}

/// <summary>A column of a form.</summary>
/// <param name="Kind">LINE, AMOUNT, CODE, CURRENCY, DATE, TEXT or LONG_TEXT.</param>
public sealed record ColumnDefinition(string Name, string Title, string Kind, bool IsRequired);
