using RebateFlow.Intake.Checks.Filings;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Submissions;

/// <summary>
/// An exporter hands in a pre-declaration as a file: the workbook of our template, a zip of CSV
/// files, or JSON. It becomes the same document, and so gets the same doubts.
/// </summary>
/// <remarks>
/// Errors: those of SubmitPreDeclaration, and RBF-1030, 1031, 1033, 1034, 1035 (400), 1032 (413).
/// Headers: as there, and Content-Digest (RFC 9530, sha-256), which is verified when it is sent.
/// Limits: 32 MiB, 50,000 lines, 32,767 characters a cell.
/// </remarks>
public static class ImportPreDeclaration
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/pre-declarations/import", SubmitPreDeclaration.HandleAsync)
            .RequireAuthorization(Roles.AnyExporter)
            .WithMetadata(new TakesFiles())
            .Accepts<SubmittedFiling>("application/json", FileTypes.Taken)
            .Produces<SubmissionAnswer>(StatusCodes.Status202Accepted);
}

/// <summary>Marks an endpoint that takes files as well as JSON.</summary>
public sealed class TakesFiles
{
    /// <summary>Whether the request goes to such an endpoint and brings a file.</summary>
    public static bool With(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<TakesFiles>() is not null
        && !http.Request.HasJsonContentType();
}

/// <summary>Media types of files.</summary>
public static class FileTypes
{
    public const string Workbook =
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public const string Csv = "text/csv";

    /// <summary>
    /// Taken beside JSON: workbooks and zips by their two names. A workbook with macros is taken to
    /// be refused with a reason.
    /// </summary>
    public static readonly string[] Taken =
    [
        Workbook,
        "application/zip",
        "application/x-zip-compressed",
        "application/vnd.ms-excel.sheet.macroEnabled.12",
    ];
}
