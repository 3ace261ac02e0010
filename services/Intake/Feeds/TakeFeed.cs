using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Npgsql;
using RebateFlow.Intake.Files.Feeds;
using RebateFlow.Intake.Rechecks;
using RebateFlow.Messaging.Outbox;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Feeds;

/// <summary>
/// An authority's system sends rows, any number of them, with or without gzip: NDJSON, one object a
/// line, or CSV whose header names the same members. The rate library is taken as its authority
/// publishes it, too: cmcode.dbf, and stdcm.dbf with stdcm.fpt, in a zip.
/// </summary>
/// <remarks>
/// Idempotent by natural key and version, so a body may be sent again from the start, or from where
/// <c>GET</c> says the feed has come to. A bad row is reported by its number; the others are taken;
/// so is a row whose version is stored with other content.
/// Errors: RBF-1012 (415), RBF-1013 (400), and those of <see cref="PackageBody"/>.
/// </remarks>
public static class TakeFeed
{
    /// <summary>Media type of NDJSON.</summary>
    public const string MediaType = "application/x-ndjson";

    /// <summary>Media type of CSV; charset utf-8 (the default) or gb18030.</summary>
    public const string CsvMediaType = "text/csv";

    /// <summary>Media type of the authority's own files, packed.</summary>
    public const string PackageMediaType = "application/zip";

    private const string Description =
        "NDJSON, an object a line, or CSV whose header names the same members (UTF-8, or GB18030 "
        + "by charset), gzip if you like. Idempotent by natural key and version: an older version "
        + "never overwrites, and a version that is stored is refused with other content. A row is "
        + "one line. A bad row is reported by its number; the good ones are kept.";

    private const string OfPackages =
        " Or the authority's own files, as they are, in a zip (application/zip, 32 MiB at most): "
        + "cmcode.dbf, and stdcm.dbf with stdcm.fpt. Row numbers are then those of the records of "
        + "cmcode.dbf, and all rows have the version ?version=, or the day of the last update by "
        + "the files' headers as yyyyMMdd. Files that do not fit are refused before any row.";

    /// <summary>Registers the feeds; the list of what can be fed.</summary>
    public static void AddFeeds(this IServiceCollection services)
    {
        services.AddSingleton<IFeed<EnterpriseRow>, EnterpriseFeed>();
        services.AddSingleton<IFeed<CustomsDeclarationRow>, CustomsDeclarationFeed>();
        services.AddSingleton<IFeed<VatInvoiceRow>, VatInvoiceFeed>();
        services.AddSingleton<IFeed<RateLibraryFeedRow>, RateLibraryFeed>();
        services.AddSingleton<IFeed<ExchangeRateFeedRow>, ExchangeRateFeed>();
        services.AddSingleton<IFeed<VatReturnRow>, VatReturnFeed>();
        services.AddSingleton<IFeed<ProcessingBookRow>, ProcessingBookFeed>();
        services.AddSingleton<IFeed<AgencyCertificateRow>, AgencyCertificateFeed>();
        services.AddSingleton<IFeed<FxReceiptRow>, FxReceiptFeed>();
        services.AddSingleton<IFeed<DoubtCodeRow>, DoubtCodeFeed>();
        services.AddSingleton<IFeed<CheckSettingRow>, CheckSettingFeed>();
        services.AddSingleton<IFeed<PolicyPeriodRow>, PolicyPeriodFeed>();
        services.AddSingleton<IFeed<NoDataEffectRow>, NoDataEffectFeed>();
        services.AddSingleton<IFeed<VoucherKindFeedRow>, VoucherKindFeed>();
        services.AddSingleton<IFeed<ClassCriterionRow>, ClassCriterionFeed>();
        services.AddSingleton<PackageBody>();
        services.AddRequestDecompression();
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        Map<EnterpriseRow>(routes);
        Map<CustomsDeclarationRow>(routes);
        Map<VatInvoiceRow>(routes);
        Map<RateLibraryFeedRow>(routes);
        Map<ExchangeRateFeedRow>(routes);
        Map<VatReturnRow>(routes);
        Map<ProcessingBookRow>(routes);
        Map<AgencyCertificateRow>(routes);
        Map<FxReceiptRow>(routes);
        Map<DoubtCodeRow>(routes);
        Map<CheckSettingRow>(routes);
        Map<PolicyPeriodRow>(routes);
        Map<NoDataEffectRow>(routes);
        Map<VoucherKindFeedRow>(routes);
        Map<ClassCriterionRow>(routes);
    }

    private static void Map<TRow>(IEndpointRouteBuilder routes)
        where TRow : class, IFeedRow
    {
        var feed = routes.ServiceProvider.GetRequiredService<IFeed<TRow>>();
        routes
            .MapPost($"/v1/feeds/{feed.Name}", HandleAsync<TRow>)
            .RequireAuthorization(Roles.Feed)
            .WithMetadata(new DisableRequestSizeLimitAttribute())
            .Accepts<TRow>(
                MediaType,
                feed.Package is null ? [CsvMediaType] : [CsvMediaType, PackageMediaType]
            )
            .WithSummary($"Rows of the feed {feed.Name}")
            .WithDescription(feed.Package is null ? Description : Description + OfPackages)
            .Produces<FeedAnswer>();
        routes
            .MapGet($"/v1/feeds/{feed.Name}", PositionAsync<TRow>)
            .RequireAuthorization(Roles.Feed)
            .Produces<FeedPosition>();
    }

    private static async Task<IResult> PositionAsync<TRow>(
        HttpContext http,
        IFeed<TRow> feed,
        NpgsqlDataSource database
    )
        where TRow : class, IFeedRow
    {
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        return TypedResults.Ok(
            await FeedPositionSql.FindAsync(connection, feed.Name, http.RequestAborted)
        );
    }

    private static async Task<IResult> HandleAsync<TRow>(
        HttpContext http,
        IFeed<TRow> feed,
        NpgsqlDataSource database,
        Outbox outbox,
        StaleChecks stale,
        PackageBody packages
    )
        where TRow : class, IFeedRow
    {
        using var activity = Telemetry.Activities.StartActivity("take feed");
        activity?.SetTag("feed", feed.Name);
        var intake = new FeedIntake<TRow>(feed, database, outbox, stale, Language.IsChinese(http));
        _ = MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type);
        var (answer, refusal) = type?.MediaType.Value?.ToLowerInvariant() switch
        {
            MediaType => (await TakeJsonAsync(http, intake), null),
            CsvMediaType when CsvBody.EncodingOf(type) is { } encoding => await TakeCsvAsync(
                http,
                intake,
                feed,
                encoding
            ),
            PackageMediaType when feed.Package is { } open => await packages.TakeAsync(
                http,
                intake,
                open
            ),
            _ => (null, WrongType(http, feed.Package is not null)),
        };
        if (answer is null)
            return refusal!;
        Telemetry.Fed(feed.Name, answer.Taken, answer.Unchanged, answer.RefusedCount);
        return TypedResults.Ok(answer);
    }

    private static ProblemHttpResult WrongType(HttpContext http, bool takesPackage) =>
        Problem.Of(
            http,
            Problems.WrongMediaType,
            $"请使用 {MediaType}（每行一个JSON对象）或 {CsvMediaType}（UTF-8或GB18030）"
                + (takesPackage ? $"，或 {PackageMediaType}（官方DBF文件）。" : "。"),
            $"Send {MediaType}, an object a line, or {CsvMediaType} in UTF-8 or GB18030"
                + (takesPackage ? $", or {PackageMediaType} with the official DBF files." : ".")
        );

    private static Task<FeedAnswer> TakeJsonAsync<TRow>(HttpContext http, FeedIntake<TRow> intake)
        where TRow : class, IFeedRow =>
        intake.TakeAsync(new NdjsonLines(http.Request.BodyReader), http.RequestAborted);

    private static async Task<(FeedAnswer? Answer, ProblemHttpResult? Refusal)> TakeCsvAsync<TRow>(
        HttpContext http,
        FeedIntake<TRow> intake,
        IFeed<TRow> feed,
        Encoding encoding
    )
        where TRow : class, IFeedRow
    {
        try
        {
            using var lines = await CsvLines.OpenAsync(
                http.Request.BodyReader,
                encoding,
                feed.Json,
                http.RequestAborted
            );
            return lines.UnknownColumns is [_, ..] unknown
                ? (null, CsvBody.UnknownColumns(http, unknown, feed.Json))
                : (await intake.TakeAsync(lines, http.RequestAborted), null);
        }
        catch (Exception fault) when (CsvBody.IsUnreadable(fault))
        {
            return (null, CsvBody.Unreadable(http));
        }
    }
}
