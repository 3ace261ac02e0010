using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using RebateFlow.Primitives;

namespace RebateFlow.ServiceDefaults.Refusals;

/// <summary>
/// The page that a problem's <c>type</c> leads to: <c>/problems/{code}</c>, in both languages,
/// without script and with nothing from elsewhere.
/// </summary>
internal static class ProblemPage
{
    public const string Path = "/problems";

    private const string Style =
        "body{font:16px/1.6 sans-serif;margin:3rem auto;max-width:44rem;padding:0 1rem}"
        + "h1{font-size:1.3rem}h2{font-size:1rem;margin-bottom:0}p{margin-top:.2rem}";

    private static readonly string policy =
        $"default-src 'none'; style-src 'sha256-{HashOf(Style)}'; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'";

    private static readonly HtmlEncoder encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private static readonly Bilingual meaningHeading = new("含义", "What it means");
    private static readonly Bilingual remedyHeading = new("如何处理", "What to do");

    public static void Map(WebApplication app)
    {
        var service = Assembly.Load(app.Environment.ApplicationName);
        var codes = new Lazy<IReadOnlyDictionary<string, ProblemCode>>(() =>
            ProblemCatalogue.CodesOf(service).ToDictionary(code => code.Code)
        );
        app.MapGet(
                $"{Path}/{{code}}",
                (string code, HttpContext http) => Show(codes.Value.GetValueOrDefault(code), http)
            )
            .AllowAnonymous()
            .ExcludeFromDescription();
    }

    private static Results<ContentHttpResult, ProblemHttpResult> Show(
        ProblemCode? entry,
        HttpContext http
    )
    {
        if (entry is null || !ProblemCatalogue.Texts.TryGetValue(entry.Code, out var text))
            return TypedResults.Problem(statusCode: StatusCodes.Status404NotFound);
        http.Response.Headers.ContentSecurityPolicy = policy;
        return TypedResults.Content(Html(entry, text), "text/html; charset=utf-8");
    }

    internal static string Html(ProblemCode entry, ProblemText text)
    {
        var html = new StringBuilder("<!doctype html><html lang=\"zh\"><head>")
            .Append("<meta charset=\"utf-8\">")
            .Append($"<title>{entry.Code}</title><style>{Style}</style></head><body>")
            .Append($"<h1>{entry.Code} · HTTP {entry.Status}</h1>");
        foreach (var (chinese, language) in ((bool, string)[])[(true, "zh"), (false, "en")])
        {
            html.Append($"<section lang=\"{language}\">")
                .Append($"<h1>{Safe(chinese ? entry.TitleZh : entry.TitleEn)}</h1>")
                .Append($"<h2>{meaningHeading.In(chinese)}</h2>")
                .Append($"<p>{Safe(text.Meaning.In(chinese))}</p>")
                .Append($"<h2>{remedyHeading.In(chinese)}</h2>")
                .Append($"<p>{Safe(text.Remedy.In(chinese))}</p></section>");
        }
        return html.Append("</body></html>").ToString();
    }

    private static string Safe(string text) => encoder.Encode(text);

    private static string HashOf(string text) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
