using Microsoft.AspNetCore.Http;

namespace RebateFlow.ServiceDefaults;

/// <summary>The reader's language: Chinese unless <c>Accept-Language</c> prefers English.</summary>
public static class Language
{
    public static bool IsChinese(HttpContext http)
    {
        var preferred = http
            .Request.GetTypedHeaders()
            .AcceptLanguage.OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.Value ?? "")
            .FirstOrDefault(value =>
                value.StartsWith("zh", StringComparison.OrdinalIgnoreCase)
                || value.StartsWith("en", StringComparison.OrdinalIgnoreCase)
            );
        return preferred is null || preferred.StartsWith("zh", StringComparison.OrdinalIgnoreCase);
    }
}
