using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RequestDecompression;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace RebateFlow.ServiceDefaults.Requests;

/// <summary>
/// The one place that looks at the text of requests before anything reads it: path, query, headers,
/// forms and JSON bodies.
/// </summary>
internal static class RequestGuard
{
    private const string Codings = "gzip, br, deflate";
    private static readonly object packed = new();

    /// <summary>Unpacks bodies where the service takes packed ones, and checks text.</summary>
    /// <param name="takesForms">Forms are read, so that their values are checked too.</param>
    public static void UseRequestGuard(this WebApplication app, bool takesForms)
    {
        var unpacks = app.Services.GetService<IRequestDecompressionProvider>() is not null;
        if (unpacks)
        {
            app.Use(
                (http, next) =>
                {
                    if (http.Request.Headers.ContainsKey(HeaderNames.ContentEncoding))
                        http.Items[packed] = true;
                    return next(http);
                }
            );
            app.UseRequestDecompression();
        }
        app.Use(
            async (http, next) =>
            {
                CheckHead(http.Request);
                CheckCoding(http, unpacks);
                CheckBody(http);
                if (takesForms && http.Request.HasFormContentType)
                    await CheckFormAsync(http.Request, http.RequestAborted);
                await next(http);
            }
        );
    }

    private static void CheckHead(HttpRequest request)
    {
        if (!UsableText.Is(request.Path.Value))
            throw Unusable("路径", "path");
        foreach (var (name, values) in request.Query)
            Check(name, values, "查询参数", "query");
        foreach (var (name, values) in request.Headers)
            Check(name, values, "请求头", "headers");
    }

    private static async Task CheckFormAsync(HttpRequest request, CancellationToken cancel)
    {
        try
        {
            foreach (var (name, values) in await request.ReadFormAsync(cancel))
                Check(name, values, "表单", "form");
        }
        catch (InvalidDataException fault)
        {
            throw new UnusableRequestException(
                "表单无法读取，或其字段过多、过长。",
                "The form cannot be read, or its fields are too many or too long.",
                cause: fault
            );
        }
    }

    private static void Check(string name, StringValues values, string zh, string en)
    {
        if (!UsableText.Is(name))
            throw Unusable(zh, en);
        foreach (var value in values)
        {
            if (!UsableText.Is(value))
                throw Unusable(zh, en);
        }
    }

    private static UnusableRequestException Unusable(string zh, string en) =>
        new(
            $"{zh}中有无法保存的字符：U+0000或不成对的代理字符。",
            $"The {en} holds characters that cannot be kept: U+0000 or half of a surrogate pair."
        );

    private static void CheckCoding(HttpContext http, bool unpacks)
    {
        // What could be unpacked has lost the header by now.
        var coding = http.Request.Headers.ContentEncoding.ToString();
        if (coding.Length == 0 || coding.Equals("identity", StringComparison.OrdinalIgnoreCase))
            return;
        var accepted = unpacks ? Codings : "identity";
        throw new UnusableRequestException(
            $"不支持该Content-Encoding；可用：{accepted}。",
            $"That Content-Encoding is not supported; send one of: {accepted}.",
            StatusCodes.Status415UnsupportedMediaType
        )
        {
            AcceptEncoding = accepted,
        };
    }

    private static void CheckBody(HttpContext http)
    {
        var request = http.Request;
        var isPacked = http.Items.ContainsKey(packed);
        var isJson = request.HasJsonContentType();
        if (isJson && MediaTypeHeaderValue.Parse(request.ContentType).Encoding is { } encoding)
        {
            if (encoding.CodePage != System.Text.Encoding.UTF8.CodePage)
                throw new UnusableRequestException(
                    "JSON请使用UTF-8编码。",
                    "Send JSON in UTF-8.",
                    StatusCodes.Status415UnsupportedMediaType
                );
        }
        if (isPacked || isJson)
            request.Body = new CheckedBody(request.Body, isPacked, isJson);
    }
}
