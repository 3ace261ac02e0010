using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;

namespace RebateFlow.ServiceDefaults.Requests;

/// <summary>The media types that an address takes, for the answer 415.</summary>
internal static class AcceptedTypes
{
    /// <summary>What to send, in the reader's language; null when nothing is taken.</summary>
    public static string? Describe(HttpContext http)
    {
        // Routing answers 415 itself, so that the endpoint has to be looked for once more.
        var types = string.Join(", ", Of(http).Distinct(StringComparer.OrdinalIgnoreCase));
        return types.Length == 0 ? null
            : Language.IsChinese(http) ? $"请使用 {types}，UTF-8编码。"
            : $"Send {types}, in UTF-8.";
    }

    private static IEnumerable<string> Of(HttpContext http) =>
        http
            .RequestServices.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => Matches(endpoint, http.Request))
            .SelectMany(endpoint => endpoint.Metadata.GetOrderedMetadata<IAcceptsMetadata>())
            .SelectMany(accepts => accepts.ContentTypes);

    private static bool Matches(RouteEndpoint endpoint, HttpRequest request)
    {
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods;
        if (methods?.Contains(request.Method, StringComparer.OrdinalIgnoreCase) == false)
            return false;
        var template = TemplateParser.Parse(endpoint.RoutePattern.RawText ?? "");
        return new TemplateMatcher(template, []).TryMatch(request.Path, []);
    }
}
