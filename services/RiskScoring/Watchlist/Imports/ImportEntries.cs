using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using RebateFlow.ServiceDefaults;
using RebateFlow.ServiceDefaults.Idempotency;

namespace RebateFlow.RiskScoring.Watchlist.Imports;

/// <summary>
/// Drafts what a CSV file or an Excel workbook says: new entries, changes of listed ones, ends. A
/// dry run says what would become of it and does nothing. One faulty row refuses the file.
/// </summary>
/// <remarks>
/// Every draft still waits for a second person, who may approve the import as a whole. The same
/// file again changes nothing twice. Errors: RBF-2008 no Idempotency-Key, 2012 file, 2013 rows
/// (400), 2009 key reused (422), 2014 (413), 2015 (415).
/// </remarks>
public static class ImportEntries
{
    private const int MaximumErrors = 200;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/v1/watchlist/imports", HandleAsync)
            .RequireAuthorization(Roles.RiskEditor)
            .Produces<Summary>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .WithSummary("Import entries from CSV or Excel, or try it with dryRun=true")
            .WithDescription(
                "The body is the file, text/csv (UTF-8) or an xlsx workbook: at most 10 MiB and "
                    + "10,000 rows. Columns as the export writes them; change is empty or END. "
                    + "Idempotency-Key is needed unless dryRun=true."
            );

    /// <param name="IsDryRun">True when nothing was stored.</param>
    /// <param name="ImportId">The import, to be approved as one act; null of a dry run.</param>
    /// <param name="Rows">Every row with its outcome, in the order of the file.</param>
    public sealed record Summary(
        bool IsDryRun,
        int Added,
        int Changed,
        int Ended,
        int Unchanged,
        Guid? ImportId,
        IReadOnlyList<RowView> Rows
    );

    /// <param name="Row">Number in the file; the row of the names is 1.</param>
    /// <param name="Outcome">ADDED, CHANGED, ENDED or UNCHANGED.</param>
    /// <param name="EntryId">The entry of the draft; null when nothing changes.</param>
    /// <param name="Warnings">How the draft stands to entries above and below it.</param>
    public sealed record RowView(
        int Row,
        string Outcome,
        string Kind,
        string Key,
        Guid? EntryId,
        IReadOnlyList<EntryWarning> Warnings
    );

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        NpgsqlDataSource database,
        OnceOnly onceOnly,
        AuthorityClock clock,
        CancellationToken cancel,
        bool dryRun = false
    )
    {
        var (file, read, refusal) = await ReadAsync(http, cancel);
        if (refusal is not null)
            return refusal;

        var actor = new Actor(http.User.SubjectId(), clock.Now);
        var rows = read.Select(row => new ImportRow(row)).ToList();
        if (!dryRun)
            return await onceOnly.CreateAsync(
                http,
                Convert.ToHexStringLower(SHA256.HashData(file)),
                transaction => ImportAsync(http, transaction, rows, actor, cancel)
            );
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var plan = await PlanAsync(transaction, rows, actor, cancel);
        return plan.Errors.Count > 0
            ? Refuse(http, plan.Errors)
            : TypedResults.Ok(await SummaryAsync(http, transaction, plan, null));
    }

    private static async Task<Answer> ImportAsync(
        HttpContext http,
        NpgsqlTransaction transaction,
        IReadOnlyList<ImportRow> rows,
        Actor actor,
        CancellationToken cancel
    )
    {
        var plan = await PlanAsync(transaction, rows, actor, cancel);
        if (plan.Errors.Count > 0)
            return Refuse(http, plan.Errors);
        if (await StoreAsync(transaction, plan, cancel) is { } overtaken)
            return Refuse(http, [overtaken]); // The transaction takes everything back.
        var id = Guid.CreateVersion7(actor.At);
        await ImportSql.StoreAsync(transaction, id, plan, actor, cancel);
        return Answer.Ok(await SummaryAsync(http, transaction, plan, id));
    }

    private static async Task<(byte[], IReadOnlyList<FileRow>, IResult? Refusal)> ReadAsync(
        HttpContext http,
        CancellationToken cancel
    )
    {
        var mediaType = (http.Request.ContentType ?? "").Split(';')[0].Trim();
        if (mediaType is not (ImportFile.Csv or ImportFile.Excel))
            return (
                [],
                [],
                Problem.Of(
                    http,
                    Problems.NotImportable,
                    $"请以 {ImportFile.Csv} 或 {ImportFile.Excel} 提交",
                    $"Send it as {ImportFile.Csv} or {ImportFile.Excel}"
                )
            );
        if (await ReadBodyAsync(http, cancel) is not { } file)
            return (
                [],
                [],
                Problem.Of(
                    http,
                    Problems.ImportTooLarge,
                    $"文件不得超过 {ImportFile.MaximumBytes / 1024 / 1024} MiB",
                    $"A file has at most {ImportFile.MaximumBytes / 1024 / 1024} MiB"
                )
            );
        var (rows, fault) = ImportFile.Read(file, mediaType == ImportFile.Excel);
        return (
            file,
            rows,
            fault is null
                ? null
                : Problem.Of(
                    http,
                    Problems.InvalidImport,
                    $"文件{fault.Zh}",
                    $"The file {fault.En}"
                )
        );
    }

    private static async Task<ImportPlan> PlanAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<ImportRow> rows,
        Actor actor,
        CancellationToken cancel
    )
    {
        var keys = rows.Select(row => row.Read().Content)
            .OfType<EntryContent>()
            .Select(content => (content.Kind, content.Key))
            .ToHashSet();
        var known = await ImportSql.FindAsync(transaction, keys, cancel);
        return ImportPlan.Of(rows, known, actor);
    }

    private static async Task<FieldError?> StoreAsync(
        NpgsqlTransaction transaction,
        ImportPlan plan,
        CancellationToken cancel
    )
    {
        foreach (var row in plan.Rows)
        {
            if (
                row.Draft is not null
                && !await WatchlistSql.TryInsertAsync(transaction, row.Draft, cancel)
            )
                return new FieldError(
                    $"row[{row.Row}].key",
                    Problems.AlreadyPending.TitleZh,
                    Problems.AlreadyPending.TitleEn
                );
        }
        return null;
    }

    private static async Task<byte[]?> ReadBodyAsync(HttpContext http, CancellationToken cancel)
    {
        if (http.Request.ContentLength > ImportFile.MaximumBytes)
            return null;
        using var target = new MemoryStream();
        var chunk = new byte[64 * 1024];
        int read;
        while ((read = await http.Request.Body.ReadAsync(chunk, cancel)) > 0)
        {
            if (target.Length + read > ImportFile.MaximumBytes)
                return null;
            target.Write(chunk, 0, read);
        }
        return target.ToArray();
    }

    private static ProblemHttpResult Refuse(HttpContext http, IReadOnlyList<FieldError> errors) =>
        Problem.Of(
            http,
            Problems.InvalidRows,
            $"共有 {errors.Count} 处需要修改，未导入任何一行",
            $"{errors.Count} cells to correct; no row was imported",
            [.. errors.Take(MaximumErrors)]
        );

    private static async Task<Summary> SummaryAsync(
        HttpContext http,
        NpgsqlTransaction transaction,
        ImportPlan plan,
        Guid? id
    )
    {
        var listed = await WatchlistSql.PrefixesAsync(transaction.Connection!, http.RequestAborted);
        var warnings = plan.WarningsBeside(listed, Language.IsChinese(http));
        int Count(string outcome) => plan.Rows.Count(row => row.Outcome == outcome);
        return new Summary(
            id is null,
            Count("ADDED"),
            Count("CHANGED"),
            Count("ENDED"),
            Count("UNCHANGED"),
            id,
            [
                .. plan.Rows.Select(row => new RowView(
                    row.Row,
                    row.Outcome,
                    row.Kind,
                    row.Key,
                    id is null && row.Outcome == "ADDED" ? null : row.Draft?.EntryId,
                    warnings(row)
                )),
            ]
        );
    }
}
