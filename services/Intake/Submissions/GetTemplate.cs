using RebateFlow.Intake.Checks.Filings;
using RebateFlow.Intake.Files.Writing;
using RebateFlow.Primitives;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Submissions;

/// <summary>An exporter gets the workbook to fill in: er.xlsx or ecr.xlsx.</summary>
/// <remarks>Headings by Accept-Language; notes in both. Errors: RBF-1037 (404).</remarks>
public static class GetTemplate
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/templates/{method}.xlsx", Handle)
            .RequireAuthorization(Roles.AnyExporter)
            .Produces(StatusCodes.Status200OK, contentType: FileTypes.Workbook);

    private static IResult Handle(string method, HttpContext http)
    {
        if (!WireCode.TryParse(method.ToUpperInvariant(), out RebateMethod known))
        {
            return Problem.Of(
                http,
                Problems.UnknownTemplate,
                "可用模板：er.xlsx（免退税）、ecr.xlsx（免抵退税）。",
                "There are er.xlsx (exempt and rebate) and ecr.xlsx (exempt, credit, rebate)."
            );
        }
        var file = new MemoryStream();
        TemplateWorkbook.Write(file, known, Language.IsChinese(http));
        return TypedResults.Bytes(
            file.ToArray(),
            FileTypes.Workbook,
            $"rebateflow-{method.ToLowerInvariant()}.xlsx"
        );
    }
}
