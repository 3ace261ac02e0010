using Microsoft.Net.Http.Headers;

namespace RebateFlow.Intake.Requests;

/// <summary>Bodies that come with a Content-Encoding.</summary>
public static class CompressedBodies
{
    /// <summary>Unpacks them on their way; one that is damaged is refused with 400.</summary>
    public static void UseCompressedBodies(this WebApplication app)
    {
        app.Use(RefuseDamagedAsync);
        app.UseRequestDecompression();
    }

    private static async Task RefuseDamagedAsync(HttpContext http, RequestDelegate next)
    {
        var isPacked = http.Request.Headers.ContainsKey(HeaderNames.ContentEncoding);
        try
        {
            await next(http);
        }
        catch (InvalidDataException fault) when (isPacked && !http.Response.HasStarted)
        {
            throw new BadHttpRequestException(
                "The body is not what its Content-Encoding says; pack it again.",
                fault
            );
        }
    }
}
