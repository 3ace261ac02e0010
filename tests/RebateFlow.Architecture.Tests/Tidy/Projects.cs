using System.Xml.Linq;

namespace RebateFlow.Architecture.Tests.Tidy;

/// <summary>Which project may stand on which, read from the project files.</summary>
public static class Projects
{
    private const string Batching = "shared/RebateFlow.Batching";
    private const string Contracts = "shared/RebateFlow.Contracts";
    private const string Primitives = "shared/RebateFlow.Primitives";

    /// <summary>
    /// The shared projects are a closed list; a new one needs an ADR and a line here.
    /// </summary>
    public static IReadOnlyList<string> Shared { get; } =
    [
        Batching,
        Contracts,
        "shared/RebateFlow.Messaging",
        "shared/RebateFlow.ParkedMessages",
        Primitives,
        "shared/RebateFlow.ServiceDefaults",
    ];

    /// <summary>
    /// AppHost starts the services and so has to name them; it calls none of their code.
    /// </summary>
    private const string Starter = "services/AppHost";

    /// <summary>What Approval keeps apart from the work on cases; a part of that service.</summary>
    private const string Oversight = "services/Approval.Oversight";

    /// <summary>The officers' queue; it stands on the other parts of Approval.</summary>
    private const string Queue = "services/Approval.Queue";

    /// <summary>Risk; what is split from it bears its name and a dot.</summary>
    private const string Risk = "services/RiskScoring";

    /// <summary>
    /// Checks and rebates, states and deadlines of a case, and the comparison of names, each apart
    /// from its service so that the compiler keeps it pure.
    /// </summary>
    private static readonly Dictionary<string, string> ServiceOfPureCore = new()
    {
        ["services/Intake.Checks"] = "services/Intake",
        ["services/Approval.Casework"] = "services/Approval",
        ["services/RiskScoring.Screening"] = "services/RiskScoring",
    };

    /// <summary>Intake's reading and writing of files, as pure as its checks.</summary>
    private const string PureFiles = "services/Intake.Files";

    /// <summary>The world that sandbox filings are checked against, pure too.</summary>
    private const string PureSandbox = "services/Intake.Sandbox";

    /// <summary>
    /// Parts of Intake that run in its process, and the parts that each of them may stand on.
    /// </summary>
    private static readonly Dictionary<string, string[]> PartsOfIntake = new()
    {
        ["services/Intake.Requests"] = ["services/Intake.Checks"],
        ["services/Intake.Enterprises"] = ["services/Intake.Checks", "services/Intake.Requests"],
        ["services/Intake.Settlements"] = ["services/Intake.Checks", "services/Intake.Requests"],
        ["services/Intake.Listening"] = ["services/Intake.Checks", "services/Intake.Requests"],
        ["services/Intake.Feeds"] =
        [
            "services/Intake.Checks",
            PureFiles,
            "services/Intake.Requests",
        ],
    };

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

    private static bool IsAllowed(string from, string to)
    {
        if (from.StartsWith("tests/", StringComparison.Ordinal))
            return true;
        if (from is Contracts or Primitives)
            return false;
        if (ServiceOfPureCore.ContainsKey(from))
            return to is Contracts or Primitives;
        if (from is PureFiles or PureSandbox)
            return to is "services/Intake.Checks" or Contracts or Primitives;
        if (
            from == "services/Intake"
            && (to is PureFiles or PureSandbox || PartsOfIntake.ContainsKey(to))
        )
            return true;
        if (PartsOfIntake.TryGetValue(from, out var below) && below.Contains(to))
            return true;
        if (ServiceOfPureCore.GetValueOrDefault(to) == from)
            return true;
        // The auditor's half of a service, and the check of a case file away from any service.
        if (to == "services/Approval.Casework" && from is Oversight or Queue or "services/Console")
            return true;
        if (to == Oversight)
            return from is "services/Approval" or Queue;
        if (to == Queue)
            return from == "services/Approval";
        if (from == Risk && to.StartsWith($"{Risk}.", StringComparison.Ordinal))
            return true;
        if (from == "services/RiskScoring.RuleSets" && to == "services/RiskScoring.Screening")
            return true;
        if (
            from == "services/RiskScoring.Watchlist"
            && to is "services/RiskScoring.RuleSets" or "services/RiskScoring.Screening"
        )
            return true;
        if (from == Starter)
            return to.StartsWith("services/", StringComparison.Ordinal);
        return to.StartsWith("shared/", StringComparison.Ordinal);
    }

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
