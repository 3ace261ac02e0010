using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using RebateFlow.Intake.Checks.Doubts;
using RebateFlow.Intake.Files.Writing;
using RebateFlow.Intake.Submissions;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Reading;

/// <summary>The doubts of an attempt as a file: its workbook with marked cells, or CSV.</summary>
internal static class DoubtsFile
{
    /// <summary>Every page of doubts, however many there are.</summary>
    private const int All = int.MaxValue - 1;

    /// <summary>The file type that the client likes best; null when that is JSON.</summary>
    public static string? TypeWanted(HttpContext http) =>
        http
            .Request.GetTypedHeaders()
            .Accept.OrderByDescending(type => type.Quality ?? 1)
            .Select(type => type.MediaType.Value?.ToLowerInvariant())
            .FirstOrDefault(type => type is FileTypes.Workbook or FileTypes.Csv || IsJson(type))
            is { } best
        && !IsJson(best)
            ? best
            : null;

    public static async Task<IResult> AnswerAsync(
        HttpContext http,
        NpgsqlDataSource database,
        (Guid Id, int? AttemptNo) of,
        string type
    )
    {
        var cancel = http.RequestAborted;
        await using var connection = await database.OpenConnectionAsync(cancel);
        var found = await PreDeclarationQuerySql.FindDoubtsAsync(
            connection,
            (of.Id, http.User.Uscc() ?? "", of.AttemptNo),
            0,
            All,
            cancel
        );
        if (found is null)
            return GetPreDeclaration.Unknown(http);
        if (found.DoubtCount is null)
            return NotYet(http);
        var document = await PreDeclarationQuerySql.FindDocumentAsync(
            connection,
            of.Id,
            found.AttemptNo,
            cancel
        );
        await connection.CloseAsync();

        var gate = http.RequestServices.GetRequiredService<LargeFiles>();
        var size = document.Length + found.Pages.Sum(page => (long)page.Length);
        using var turn = await gate.EnterAsync(size, cancel);
        var file = LargeFiles.OpenScratch(size);
        var doubts = found.Pages.SelectMany(GetDoubts.Unpack);
        var isChinese = Language.IsChinese(http);
        if (type == FileTypes.Csv)
            WriteCsv(file, doubts, isChinese);
        else
            WriteWorkbook(file, document, doubts, isChinese);
        file.Position = 0;
        var ending = type == FileTypes.Csv ? "csv" : "xlsx";
        return TypedResults.Stream(
            file,
            type == FileTypes.Csv ? "text/csv; charset=utf-8" : type,
            $"doubts-{of.Id}-{found.AttemptNo}.{ending}"
        );
    }

    private static void WriteWorkbook(
        Stream target,
        byte[] document,
        IEnumerable<Doubt> doubts,
        bool isChinese
    )
    {
        using var json = new BrotliStream(new MemoryStream(document), CompressionMode.Decompress);
        using var filing = JsonDocument.Parse(json);
        new DoubtsWorkbook(filing.RootElement, doubts, isChinese).Write(target);
    }

    private static void WriteCsv(Stream target, IEnumerable<Doubt> doubts, bool isChinese)
    {
        using var text = new StreamWriter(target, new UTF8Encoding(false), leaveOpen: true);
        DoubtsCsv.Write(text, doubts, isChinese);
    }

    private static bool IsJson(string? type) => type is "application/json" or "*/*";

    private static ProblemHttpResult NotYet(HttpContext http) =>
        Problem.Of(
            http,
            Problems.NotCheckedYet,
            "审核一般在数秒内完成，请稍后再取。",
            "They take seconds as a rule; ask again."
        );
}
