using System.Diagnostics;

namespace RebateFlow.Bench.Stacks;

/// <summary>A built checkout of the project, whose programs the bench starts.</summary>
/// <param name="Name">What the output calls it.</param>
/// <param name="Programs">The folder <c>artifacts/bin</c> of the checkout.</param>
/// <param name="Configuration">Folder of a program's build, such as <c>release</c>.</param>
internal sealed record ServiceTree(string Name, string Programs, string Configuration)
{
    /// <summary>The checkout that this program was built in.</summary>
    public static ServiceTree Here { get; } = FindHere();

    /// <summary>Builds another checkout, as far as it changed since the last build.</summary>
    /// <param name="project">Folder of a project in it, such as <c>services/AppHost</c>.</param>
    /// <exception cref="InvalidOperationException">It does not build.</exception>
    public static async Task<ServiceTree> BuildAsync(string folder, string project)
    {
        var root = Path.GetFullPath(folder);
        string[] build = ["build", project, "-c", "Release", "--tl:off", "-v", "quiet", "--nologo"];
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", build) { WorkingDirectory = root }
        )!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? new ServiceTree("the other tree", Path.Combine(root, "artifacts/bin"), "release")
            : throw new InvalidOperationException($"{root}/{project} does not build.");
    }

    /// <summary>Path of a program.</summary>
    public string PathOf(string assembly) =>
        Path.Combine(Programs, assembly, Configuration, $"{assembly}.dll");

    // A program's own folder is artifacts/bin/<program>/<configuration>.
    private static ServiceTree FindHere()
    {
        var folder = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return new("this tree", folder.Parent!.Parent!.FullName, folder.Name);
    }
}
