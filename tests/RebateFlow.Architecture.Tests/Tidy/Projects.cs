using System.Xml.Linq;

namespace RebateFlow.Architecture.Tests.Tidy;

/// <summary>Which project may stand on which, read from the project files.</summary>
public static class Projects
{
    private const string Contracts = "shared/RebateFlow.Contracts";
    private const string GreenChannel = "shared/RebateFlow.GreenChannel";
    private const string Messaging = "shared/RebateFlow.Messaging";
    private const string Primitives = "shared/RebateFlow.Primitives";
    private const string Defaults = "shared/RebateFlow.ServiceDefaults";

    /// <summary>
    /// What each project may stand on. A service is one project and its pure core another; a new
    /// project, or a new line between two, needs an ADR.
    /// </summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        [Contracts] = [],
        [Primitives] = [],
        [GreenChannel] = [Primitives],
        [Messaging] = [Contracts],
        [Defaults] = [Messaging, Primitives],
        ["services/Intake.Checks"] = [Contracts, Primitives],
        ["services/Intake.Files"] = ["services/Intake.Checks", Primitives],
        ["services/Intake"] =
        [
            "services/Intake.Checks",
            "services/Intake.Files",
            Contracts,
            Messaging,
            Primitives,
            Defaults,
        ],
        ["services/RiskScoring.Rules"] = [Contracts, Primitives],
        ["services/RiskScoring"] =
        [
            "services/RiskScoring.Rules",
            Contracts,
            GreenChannel,
            Messaging,
            Primitives,
            Defaults,
        ],
        ["services/Approval.Casework"] = [GreenChannel, Primitives],
        ["services/Approval"] =
        [
            "services/Approval.Casework",
            Contracts,
            GreenChannel,
            Messaging,
            Primitives,
            Defaults,
        ],
        ["services/Identity"] = [Defaults],
        // The check of a case file away from any service.
        ["services/Console"] = ["services/Approval.Casework", Primitives],
    };

    /// <summary>
    /// AppHost starts the services and so has to name them; it calls none of their code.
    /// </summary>
    private const string Starter = "services/AppHost";

    /// <summary>The shared projects are a closed list.</summary>
    public static IEnumerable<string> Shared =>
        Allowed.Keys.Where(folder => folder.StartsWith("shared/", StringComparison.Ordinal));

    public static IEnumerable<Violation> References(SourceFile project)
    {
        var from = Folder(project.Path);
        foreach (var reference in References(project, "ProjectReference"))
        {
            var to = Folder(Resolve(from, reference));
            if (!IsAllowed(from, to))
                yield return new("references", project.Path, $"references {to}");
        }

        if (from != Contracts)
            yield break;
        foreach (var package in References(project, "PackageReference"))
        {
            if (
                package
                is not ("MassTransit.Abstractions" or "Microsoft.CodeAnalysis.PublicApiAnalyzers")
            )
                yield return new("references", project.Path, $"references the package {package}");
        }
    }

    public static IEnumerable<Violation> SharedProjects(IEnumerable<SourceFile> projects) =>
        projects
            .Where(project => project.IsIn("shared") && !Shared.Contains(Folder(project.Path)))
            .Select(project => new Violation("shared-list", project.Path, "is not on the list"));

    /// <summary>Versions stand in Directory.Packages.props and nowhere else.</summary>
    public static IEnumerable<Violation> Versions(SourceFile project) =>
        XDocument
            .Parse(project.Text)
            .Descendants("PackageReference")
            .Where(package => package.Attributes().Any(a => a.Name.LocalName.Contains("Version")))
            .Select(package => new Violation(
                "versions",
                project.Path,
                $"sets a version of {package.Attribute("Include")?.Value}"
            ));

    public static IEnumerable<Violation> MissingFromSolution(
        IEnumerable<SourceFile> projects,
        string solution
    ) =>
        projects
            .Where(project => !solution.Replace('\\', '/').Contains($"\"{project.Path}\""))
            .Select(project => new Violation("solution", project.Path, "is not in the solution"));

    /// <summary>Sources stand in the project that compiles them.</summary>
    public static IEnumerable<Violation> CompileLinks(SourceFile project) =>
        project.IsIn("tests")
            ? []
            : References(project, "Compile")
                .Select(path => new Violation("links", project.Path, $"compiles {path}"));

    private static bool IsAllowed(string from, string to) =>
        from.StartsWith("tests/", StringComparison.Ordinal)
        || (from == Starter && to.StartsWith("services/", StringComparison.Ordinal))
        || (Allowed.TryGetValue(from, out var below) && below.Contains(to));

    private static IEnumerable<string> References(SourceFile project, string kind) =>
        XDocument
            .Parse(project.Text)
            .Descendants(kind)
            .Select(reference => reference.Attribute("Include")?.Value)
            .OfType<string>();

    private static string Folder(string path) => path[..path.LastIndexOf('/')];

    /// <summary>Resolves ../ against a folder given from the root.</summary>
    private static string Resolve(string folder, string reference)
    {
        var parts = new List<string>(folder.Split('/'));
        foreach (var part in reference.Replace('\\', '/').Split('/'))
        {
            if (part == "..")
                parts.RemoveAt(parts.Count - 1);
            else
                parts.Add(part);
        }

        return string.Join('/', parts);
    }
}
