using System.Reflection;
using System.Text.Json;
using RebateFlow.Primitives;

namespace RebateFlow.ServiceDefaults.Refusals;

/// <summary>What a problem code means to whoever gets it, and what to do about it.</summary>
public sealed record ProblemText(Bilingual Meaning, Bilingual Remedy);

/// <summary>
/// The meaning of every problem code, from <c>problem-texts.json</c>. The address of an entry is
/// the <c>type</c> of the problem, so that whoever meets one can read on.
/// </summary>
public static class ProblemCatalogue
{
    /// <summary>Codes of problems that the framework raises are RBF-0 and the status.</summary>
    private const string FrameworkPrefix = "RBF-0";

    private static readonly Lazy<IReadOnlyDictionary<string, ProblemText>> texts = new(ReadTexts);

    /// <summary>Meaning and remedy by code, in the order of the codes.</summary>
    public static IReadOnlyDictionary<string, ProblemText> Texts => texts.Value;

    /// <summary>
    /// Where the entry of a code stands, a path on the service that raised it (RFC 9457, 3.1.1);
    /// <c>about:blank</c> for a status without an entry.
    /// </summary>
    public static string AddressOf(string code) =>
        Texts.ContainsKey(code) ? $"{ProblemPage.Path}/{code}" : "about:blank";

    /// <summary>
    /// All codes that a service can answer with: those that the assemblies declare, and those of
    /// the framework.
    /// </summary>
    /// <param name="assemblies">The service's own, and the shared ones that it maps.</param>
    public static IReadOnlyList<ProblemCode> CodesOf(params IEnumerable<Assembly> assemblies) =>
        [
            .. assemblies
                .Append(typeof(ProblemCatalogue).Assembly)
                .Distinct()
                .SelectMany(assembly => assembly.GetTypes())
                .SelectMany(type => type.GetFields(AnyStatic))
                .Where(field => field.FieldType == typeof(ProblemCode))
                .Select(field => (ProblemCode)field.GetValue(null)!)
                .Concat(FrameworkCodes())
                .DistinctBy(code => code.Code)
                .OrderBy(code => code.Code, StringComparer.Ordinal),
        ];

    private const BindingFlags AnyStatic =
        BindingFlags.Static
        | BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.DeclaredOnly;

    private static IEnumerable<ProblemCode> FrameworkCodes() =>
        from code in Texts.Keys
        where code.StartsWith(FrameworkPrefix, StringComparison.Ordinal)
        let status = int.Parse(
            code.AsSpan(FrameworkPrefix.Length),
            System.Globalization.CultureInfo.InvariantCulture
        )
        where Problem.HasTextOf(status)
        let title = Problem.TextOf(status)
        select new ProblemCode(code, status, title.Zh, title.En);

    private static SortedDictionary<string, ProblemText> ReadTexts()
    {
        using var file = typeof(ProblemCatalogue).Assembly.GetManifestResourceStream(
            "problem-texts.json"
        )!;
        return JsonSerializer.Deserialize<SortedDictionary<string, ProblemText>>(
            file,
            JsonSerializerOptions.Web
        )!;
    }
}
