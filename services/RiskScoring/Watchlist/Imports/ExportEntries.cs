using System.Globalization;
using System.Text;
using MiniExcelLibs;
using Npgsql;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.RiskScoring.Watchlist.Imports;

/// <summary>
/// The approved list as CSV or Excel, in the columns that the import takes. Texts that a
/// spreadsheet would compute begin with an apostrophe, which the import takes off again.
/// </summary>
/// <remarks>Scheduled and expired entries are in it, not retired ones. RBF-2010 (400).</remarks>
public static class ExportEntries
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/v1/watchlist/export", HandleAsync)
            .RequireAuthorization(RiskReaders.TeamPolicy)
            .Produces<byte[]>(StatusCodes.Status200OK, ImportFile.Csv, ImportFile.Excel)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Export the approved list, format=csv (when left out) or xlsx");

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        NpgsqlDataSource database,
        CancellationToken cancel,
        string? format = null
    )
    {
        if (format is not (null or "csv" or "xlsx"))
            return Problem.Of(
                http,
                Problems.InvalidQuery,
                "format 应为 csv 或 xlsx",
                "format must be csv or xlsx"
            );
        var listed = await ImportSql.ListedAsync(database, cancel);
        return format == "xlsx"
            ? TypedResults.File(Excel(listed), ImportFile.Excel, "watchlist.xlsx")
            : TypedResults.File(Csv(listed), ImportFile.Csv, "watchlist.csv");
    }

    private static byte[] Csv(IReadOnlyList<WatchlistVersion> listed)
    {
        var text = new StringBuilder("\ufeff").AppendJoin(',', FileRow.Columns).Append("\r\n");
        foreach (var version in listed)
            text.AppendJoin(',', CellsOf(version).Select(Quoted)).Append("\r\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static byte[] Excel(IReadOnlyList<WatchlistVersion> listed)
    {
        var rows = listed.Select(version =>
            FileRow
                .Columns.Zip(CellsOf(version))
                .ToDictionary(cell => cell.First, object (cell) => cell.Second)
        );
        using var target = new MemoryStream();
        target.SaveAs(rows.DefaultIfEmpty(FileRow.Columns.ToDictionary(c => c, object (_) => "")));
        return target.ToArray();
    }

    private static IEnumerable<string> CellsOf(WatchlistVersion version)
    {
        var content = version.Content;
        string[] cells =
        [
            "",
            content.Kind,
            content.Key,
            content.Name,
            string.Join('|', content.Aliases),
            content.Level.ToString(CultureInfo.InvariantCulture),
            content.Reason,
            content.Authority,
            content.Document,
            content.Evidence,
            content.ValidFrom.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            content.ValidTo?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "",
            version.Note,
            content.IsException ? "TRUE" : "",
        ];
        return cells.Select(ExportCell.Neutral);
    }

    private static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny("\",\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"")}\"";
}
