using Microsoft.AspNetCore.Mvc;
using Npgsql;
using RebateFlow.Messaging;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Intake.Feeds;

/// <summary>
/// An authority's system sends rows: NDJSON, one object a line, as many as it likes, gzip if it
/// likes.
/// </summary>
/// <remarks>
/// Idempotent by natural key and version, so a body may be sent again from the start. A bad row is
/// reported by its number and costs no good one. Errors: RBF-1012 (415).
/// </remarks>
public static class TakeFeed
{
    /// <summary>Media type of the body.</summary>
    public const string MediaType = "application/x-ndjson";

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
    }

    private static void Map<TRow>(IEndpointRouteBuilder routes)
        where TRow : class, IFeedRow
    {
        var feed = routes.ServiceProvider.GetRequiredService<IFeed<TRow>>();
        routes
            .MapPost($"/v1/feeds/{feed.Name}", HandleAsync<TRow>)
            .RequireAuthorization(Roles.Feed)
            .WithMetadata(new DisableRequestSizeLimitAttribute())
            .Accepts<TRow>(MediaType)
            .Produces<FeedAnswer>();
    }

    private static async Task<IResult> HandleAsync<TRow>(
        HttpContext http,
        IFeed<TRow> feed,
        NpgsqlDataSource db,
        Outbox outbox
    )
        where TRow : class, IFeedRow
    {
        var type = http.Request.ContentType?.Split(';')[0].Trim();
        if (!string.Equals(type, MediaType, StringComparison.OrdinalIgnoreCase))
        {
            return Problem.Of(
                http,
                Problems.WrongMediaType,
                $"请使用 {MediaType}，每行一个JSON对象。",
                $"Send {MediaType}, one JSON object a line."
            );
        }
        using var activity = Telemetry.Activities.StartActivity("take feed");
        activity?.SetTag("feed", feed.Name);
        var intake = new FeedIntake<TRow>(feed, db, outbox, Language.IsChinese(http));
        var lines = new NdjsonLines(http.Request.BodyReader);
        var answer = await intake.TakeAsync(lines, http.RequestAborted);
        Telemetry.Fed(feed.Name, answer.Taken, answer.Unchanged, answer.RefusedCount);
        return TypedResults.Ok(answer);
    }
}
